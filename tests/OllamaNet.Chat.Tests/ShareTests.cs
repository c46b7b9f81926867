using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed class ShareTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_link_shows_the_branch_as_it_was_and_nothing_of_who_shared_it()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await ConversedAsync(ada);
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation });
        await ada.AskAsync(conversation, "A later question");

        var response = await fixture.Host.Client.GetAsync($"/api/v1/shared/{token}");
        var text = await response.Content.ReadAsStringAsync();
        var shared = JsonDocument.Parse(text).RootElement;

        Assert.Equal(["Where is Lisbon?", "In Portugal."], shared.GetProperty("messages").EnumerateArray().Select(m => m.PlainText()));
        Assert.Equal("noindex, nofollow", Assert.Single(response.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(JsonValueKind.Null, shared.GetProperty("author").ValueKind);
        Assert.DoesNotContain("reasoning", text, StringComparison.Ordinal);
        Assert.All([conversation, answer, await OwnerAsync(conversation)], id => Assert.DoesNotContain(id.ToString(), text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Thinking_is_in_it_when_chosen()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, _) = await ConversedAsync(ada);
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation, includeThinking = true });

        Assert.Contains("reasoning", await fixture.Host.Client.GetStringAsync($"/api/v1/shared/{token}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_said_once_and_only_its_hash_is_stored()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, _) = await ConversedAsync(ada);
        var (id, token) = await ada.ShareAsync(new { conversationId = conversation });

        var list = await ada.Client.GetStringAsync("/api/v1/shares");
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<ChatDb>().Shares.SingleAsync(s => s.Id == id);

        Assert.Equal(43, token.Length);
        Assert.DoesNotContain(token, list, StringComparison.Ordinal);
        Assert.DoesNotContain(token, JsonSerializer.Serialize(row), StringComparison.Ordinal);
        Assert.Equal(32, row.TokenHash.Length);
    }

    [Fact]
    public async Task Views_of_others_are_counted()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, _) = await ConversedAsync(ada);
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation });

        await fixture.Host.Client.GetAsync($"/api/v1/shared/{token}");
        await ada.GetAsync($"/api/v1/shared/{token}");

        Assert.Equal(1, (await ada.GetAsync("/api/v1/shares")).Items()[0].GetProperty("views").GetInt32());
    }

    [Fact]
    public async Task Wrong_revoked_expired_and_trashed_look_the_same()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var (conversation, _) = await ConversedAsync(ada);
        var (revoked, revokedToken) = await ada.ShareAsync(new { conversationId = conversation });
        var (_, expired) = await ada.ShareAsync(new { conversationId = conversation, expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(1) });
        var (thrown, _) = await ConversedAsync(ada);
        var (_, trashed) = await ada.ShareAsync(new { conversationId = thrown });
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/shares/{revoked}", expected: HttpStatusCode.NoContent);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{thrown}", expected: HttpStatusCode.NoContent);
        await Task.Delay(1100);

        List<string> answers = [];
        foreach (var token in (string[])[revokedToken, expired, trashed, new('A', 43), "short", "../conversations", conversation.ToString()])
        {
            foreach (var (client, method, path) in new[] { (fixture.Host.Client, HttpMethod.Get, ""), (bob.Client, HttpMethod.Get, ""), (bob.Client, HttpMethod.Post, "/continue") })
            {
                using var request = new HttpRequestMessage(method, $"/api/v1/shared/{Uri.EscapeDataString(token)}{path}");
                var problem = await (await client.SendAsync(request)).JsonAsync();
                answers.Add($"{problem.GetProperty("status")} {problem.Text("code")} {problem.Text("detail")}");
            }
        }

        Assert.StartsWith("404 shared-link-not-found", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
        Assert.Empty(await bob.IdsAsync("/api/v1/conversations"));
    }

    [Fact]
    public async Task A_link_comes_back_with_its_conversation_and_is_gone_with_it()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, _) = await ConversedAsync(ada);
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation });

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{conversation}", expected: HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Host.Client.GetAsync($"/api/v1/shared/{token}")).StatusCode);
        await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{conversation}/restore");
        Assert.Equal(HttpStatusCode.OK, (await fixture.Host.Client.GetAsync($"/api/v1/shared/{token}")).StatusCode);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{conversation}", expected: HttpStatusCode.NoContent);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/trash/{conversation}", expected: HttpStatusCode.NoContent);

        // The deletion for good comes in the background.
        for (var i = 0; i < 100 && (await ada.GetAsync("/api/v1/shares")).Items().Count > 0; i++) await Task.Delay(100);
        Assert.Empty((await ada.GetAsync("/api/v1/shares")).Items());
    }

    [Fact]
    public async Task A_link_opens_nothing_but_what_it_shows()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var (conversation, answer) = await ConversedAsync(ada);
        var (id, token) = await ada.ShareAsync(new { conversationId = conversation });
        string[] paths = [$"/api/v1/conversations/{conversation}", $"/api/v1/conversations/{conversation}/messages", $"/api/v1/conversations/{conversation}/messages/{answer}", $"/api/v1/conversations/{conversation}/export", $"/api/v1/conversations/{token}", $"/api/v1/shared/{token}/messages", $"/api/v1/shares/{id}"];

        using var bearer = new HttpClient { BaseAddress = fixture.Host.Address, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await bearer.GetAsync(path)).StatusCode);
            Assert.Contains((await bob.Client.GetAsync(path)).StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]);
        }

        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await bob.Client.SendAsync(new(method, $"/api/v1/shared/{token}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Client.DeleteAsync($"/api/v1/shares/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await fixture.Host.Client.GetAsync($"/api/v1/shared/{token}")).StatusCode);
    }

    [Fact]
    public async Task Nobody_shares_what_is_not_his()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var (conversation, answer) = await ConversedAsync(ada);
        var bobs = await bob.CreateConversationAsync();

        await bob.SendAsync(HttpMethod.Post, "/api/v1/shares", new { conversationId = conversation }, HttpStatusCode.NotFound);
        await bob.SendAsync(HttpMethod.Post, "/api/v1/shares", new { conversationId = bobs, leaf = answer }, HttpStatusCode.NotFound);
        await ada.SendAsync(HttpMethod.Post, "/api/v1/shares", new { conversationId = conversation, leaf = Guid.CreateVersion7() }, HttpStatusCode.NotFound);
        await bob.SendAsync(HttpMethod.Post, "/api/v1/shares", new { conversationId = bobs }, HttpStatusCode.Conflict);
        await ada.SendAsync(HttpMethod.Post, "/api/v1/shares", new { conversationId = conversation, expiresAt = TimeProvider.System.GetUtcNow().AddDays(-1) }, HttpStatusCode.BadRequest);
        await ada.SendAsync(HttpMethod.Post, "/api/v1/shares", new { conversationId = conversation, ownerId = Guid.CreateVersion7() }, HttpStatusCode.BadRequest);
        await ada.SendAsync(HttpMethod.Post, "/api/v1/shares", new { }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_link_for_people_of_this_house_asks_for_a_sign_in()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var (conversation, _) = await ConversedAsync(ada);
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation, requiresSignIn = true });

        var stranger = await fixture.Host.Client.GetAsync($"/api/v1/shared/{token}");

        Assert.Equal((HttpStatusCode.Unauthorized, "sign-in-required"), (stranger.StatusCode, (await stranger.JsonAsync()).Text("code")));
        Assert.Equal(2, (await bob.GetAsync($"/api/v1/shared/{token}")).GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task A_shared_conversation_is_continued_as_a_copy()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var (conversation, answer) = await ConversedAsync(ada);
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation });

        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.Host.Client.PostAsync($"/api/v1/shared/{token}/continue", null)).StatusCode);
        var copy = (await bob.SendAsync(HttpMethod.Post, $"/api/v1/shared/{token}/continue", expected: HttpStatusCode.Created)).Id();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("By the sea."));
        await bob.AskAsync(copy, "And where there?");

        var messages = await bob.MessagesAsync(copy);
        Assert.Equal(["Where is Lisbon?", "In Portugal.", "And where there?", "By the sea."], messages.Select(m => m.PlainText()));
        Assert.DoesNotContain(answer, messages.Select(m => m.Id()));
        Assert.Equal(2, (await ada.MessagesAsync(conversation)).Count);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync($"/api/v1/conversations/{copy}")).StatusCode);
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        await using var host = await fixture.StartHostAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => host.Client.GetAsync($"/api/v1/shared/{new string((char)('A' + (i % 26)), 43)}")));

        Assert.Contains(answers, a => a.StatusCode is HttpStatusCode.TooManyRequests);
        Assert.InRange(answers.Count(a => a.StatusCode is HttpStatusCode.NotFound), 25, 40);
    }

    [Fact]
    public async Task The_page_of_a_link_tells_search_engines_to_stay_away()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/s/anything") { Headers = { { "Accept", "text/html" } } };
        var response = await fixture.Host.Client.SendAsync(request);

        Assert.Equal("noindex, nofollow", Assert.Single(response.Headers.GetValues("X-Robots-Tag")));
    }

    private async Task<(Guid Conversation, Guid Answer)> ConversedAsync(ChatUser user)
    {
        var conversation = await user.CreateConversationAsync(new { title = "Trip" });
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("In Portugal.") with { Thinking = ["Let", " me", " think"] });
        return (conversation, (await user.AskAsync(conversation, "Where is Lisbon?")).MessageId());
    }

    private async Task<Guid> OwnerAsync(Guid conversation)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChatDb>().Conversations.Where(c => c.Id == conversation).Select(c => c.OwnerId).SingleAsync();
    }
}
