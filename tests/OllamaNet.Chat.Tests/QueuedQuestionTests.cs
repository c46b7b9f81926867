using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Queue;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>Questions that were sent while an answer was being made.</summary>
public sealed class QueuedQuestionTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Questions_that_wait_are_asked_in_order_when_the_answer_has_ended_and_nobody_looks()
    {
        using var ada = await SignUpAsync();
        var conversation = await AskHeldAsync(ada);
        await ada.EnqueueAsync(conversation, "Second");
        await ada.EnqueueAsync(conversation, "Third");

        var waiting = await ada.QueueAsync(conversation);
        fixture.Engine.Release();
        var messages = await AnsweredAsync(ada, conversation, answers: 3);

        Assert.Equal(["Second", "Third"], waiting.Select(q => q.PlainText()));
        Assert.Equal(["First", "Second", "Third"], messages.Where(m => m.Text("role") == "user").Select(m => m.PlainText()));
        Assert.All(messages, m => Assert.Equal("complete", m.Text("status")));
        Assert.Empty(await ada.QueueAsync(conversation));
    }

    [Fact]
    public async Task A_question_can_be_changed_and_removed_while_it_waits()
    {
        using var ada = await SignUpAsync();
        var conversation = await AskHeldAsync(ada);
        var changed = await ada.EnqueueAsync(conversation, "In these wrods");
        var removed = await ada.EnqueueAsync(conversation, "Never mind");

        var patched = await ada.Client.PatchAsJsonAsync($"/api/v1/conversations/{conversation}/queue/{changed}", new { message = "In other words" });
        var deleted = await ada.Client.DeleteAsync($"/api/v1/conversations/{conversation}/queue/{removed}");
        fixture.Engine.Release();
        var messages = await AnsweredAsync(ada, conversation, answers: 2);

        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(["First", "In other words"], messages.Where(m => m.Text("role") == "user").Select(m => m.PlainText()));
    }

    [Fact]
    public async Task Where_nothing_is_being_made_a_question_is_asked_at_once()
    {
        using var ada = await SignUpAsync();
        var conversation = await ada.CreateConversationAsync();

        await ada.EnqueueAsync(conversation, "Straight away");

        Assert.Equal("Hello world", (await AnsweredAsync(ada, conversation, answers: 1))[1].PlainText());
    }

    [Fact]
    public async Task A_stopped_answer_pauses_the_queue_until_its_owner_goes_on()
    {
        using var ada = await SignUpAsync();
        var conversation = await AskHeldAsync(ada);
        await ada.EnqueueAsync(conversation, "After the stop");

        await ada.Client.PostAsync($"/api/v1/conversations/{conversation}/stop", null);
        var paused = await ada.EventuallyQueuedAsync(conversation, q => q.Text("problem") is not null);
        await ada.EnqueueAsync(conversation, "Behind it");
        await Task.Delay(4000); // longer than the search takes to come by
        var still = await ada.MessagesAsync(conversation);
        var resumed = await ada.Client.PostAsync($"/api/v1/conversations/{conversation}/queue/resume", null);
        var messages = await AnsweredAsync(ada, conversation, answers: 3);
        fixture.Engine.Release();

        Assert.Contains("stopped", paused.Text("problem"), StringComparison.Ordinal);
        Assert.Equal(2, still.Count);
        Assert.Equal(HttpStatusCode.Accepted, resumed.StatusCode);
        Assert.Equal(["First", "After the stop", "Behind it"], messages.Where(m => m.Text("role") == "user").Select(m => m.PlainText()));
    }

    [Fact]
    public async Task A_failed_answer_pauses_the_queue()
    {
        using var ada = await SignUpAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("it breaks late") with { TokenDelay = TimeSpan.FromSeconds(1.5), FaultAfter = 2, Fault = SimulatedFault.ErrorLine });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "First" });
        await stream.UntilAsync(e => e.Type == "text-delta");

        await ada.EnqueueAsync(conversation, "After the failure");
        var paused = await ada.EventuallyQueuedAsync(conversation, q => q.Text("problem") is not null);

        Assert.Contains("failed", paused.Text("problem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_asked_says_why_and_stays()
    {
        using var ada = await SignUpAsync();
        var conversation = await ada.CreateConversationAsync();

        var response = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/queue", new { message = "To nobody", model = "no-such-model" });
        var waiting = await ada.EventuallyQueuedAsync(conversation, q => q.Text("problem") is not null);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Contains("no-such-model", waiting.Text("problem"), StringComparison.Ordinal);
        Assert.Empty(await ada.MessagesAsync(conversation));
    }

    [Fact]
    public async Task A_queue_survives_a_restart_and_pauses_after_the_answer_that_was_interrupted()
    {
        await using var keeper = await fixture.StartHostAsync();
        using var signedUp = await keeper.SignUpAsync();
        using var ada = ChatUser.With(keeper.Address, signedUp.AccessToken);
        var conversation = await AskHeldAsync(ada);
        await ada.EnqueueAsync(conversation, "After the restart");

        await keeper.StopAsync();
        await using var next = await fixture.StartHostAsync(keeper.SettingsToShare());
        using var adaAgain = ada.At(next);
        var waiting = await adaAgain.EventuallyQueuedAsync(conversation, q => q.Text("problem") is not null);
        await adaAgain.Client.PostAsync($"/api/v1/conversations/{conversation}/queue/resume", null);
        var messages = await AnsweredAsync(adaAgain, conversation, answers: 2);

        Assert.Contains("interrupted", waiting.Text("problem"), StringComparison.Ordinal);
        Assert.Equal("Hello world", messages[^1].PlainText());
    }

    [Fact]
    public async Task A_question_left_by_a_process_that_died_is_asked_once_by_two_that_start()
    {
        using var ada = await SignUpAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "First");
        await using var other = await fixture.StartHostAsync(fixture.Host.SettingsToShare());

        await LeaveAsync(conversation, ada, "Left behind");
        var asks = Enumerable.Range(0, 6).Select(async i =>
        {
            await using var scope = (i % 2 == 0 ? fixture.Host : other).Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<QueuedTurn>().AskNextAsync(conversation, evenAfterFailure: false, default);
        });
        await Task.WhenAll(asks);
        var messages = await AnsweredAsync(ada, conversation, answers: 2);

        await using var db = fixture.Host.Services.CreateAsyncScope();
        Assert.Equal(4, await db.ServiceProvider.GetRequiredService<ChatDb>().Messages.CountAsync(m => m.ConversationId == conversation));
        Assert.Equal("Left behind", messages[^2].PlainText());
    }

    [Fact]
    public async Task Nothing_is_asked_for_a_disabled_user()
    {
        using var signedUp = await fixture.Host.SignUpAsync();
        using var ada = ChatUser.With(fixture.Host.Address, signedUp.AccessToken);
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "First");
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        await db.Database.ExecuteSqlAsync($"UPDATE platform.principals SET disabled = true WHERE user_id = {signedUp.Id}");

        await LeaveAsync(conversation, ada, "Too late");
        await scope.ServiceProvider.GetRequiredService<QueuedTurn>().AskNextAsync(conversation, evenAfterFailure: true, default);

        Assert.Equal(2, (await ada.MessagesAsync(conversation)).Count);
        Assert.Contains("disabled", Assert.Single(await ada.QueueAsync(conversation)).Text("problem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_with_hundreds_that_wait_does_not_hold_up_anybody_else()
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(); // never committed: the host asks none of them
        var now = TimeProvider.System.GetUtcNow();
        var (many, one) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Guid last = default;
        foreach (var owner in (Guid[])[.. Enumerable.Repeat(many, 250), one])
        {
            last = Guid.CreateVersion7(now);
            db.Add(new Conversation { Id = last, OwnerId = owner, CreatedAt = now, UpdatedAt = now });
            db.Add(new QueuedQuestion { Id = Guid.CreateVersion7(now), ConversationId = last, OwnerId = owner, Parts = [MessagePart.OfText("?")], CreatedAt = now });
        }

        await db.SaveChangesAsync();
        var (first, second) = (await QueueAsker.FindAsync(db, default), await QueueAsker.FindAsync(db, default));

        Assert.Contains(last, first);
        Assert.Contains(last, second);
        Assert.NotEmpty(second.Except(first)); // others of the many
    }

    [Fact]
    public async Task A_question_that_breaks_the_server_pauses()
    {
        using var ada = await SignUpAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "First");
        await LeaveAsync(conversation, ada, "Breaks", null!, null!);

        var waiting = await ada.EventuallyQueuedAsync(conversation, q => q.Text("problem") is not null);

        Assert.Contains("server failed", waiting.Text("problem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_is_bounded()
    {
        await using var host = await fixture.StartHostAsync(("Chat:MaxQueuedQuestions", "2"));
        using var signedUp = await host.SignUpAsync();
        using var ada = ChatUser.With(host.Address, signedUp.AccessToken);
        var conversation = await AskHeldAsync(ada);

        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/queue", new { message = $"Number {i}" })));
        fixture.Engine.Release();

        Assert.Equal(2, responses.Count(r => r.StatusCode is HttpStatusCode.Created));
        Assert.Equal("queue-full", (await responses.First(r => r.StatusCode is HttpStatusCode.Conflict).JsonAsync()).Text("code"));
    }

    [Fact]
    public async Task Somebody_elses_queue_looks_absent_and_an_id_of_another_conversation_too()
    {
        using var ada = await SignUpAsync();
        using var eve = await SignUpAsync();
        var conversation = await AskHeldAsync(ada);
        var question = await ada.EnqueueAsync(conversation, "Private");
        var (another, evesOwn) = (await ada.CreateConversationAsync(), await eve.CreateConversationAsync());

        HttpResponseMessage[] refused =
        [
            await eve.Client.GetAsync($"/api/v1/conversations/{conversation}/queue"),
            await eve.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/queue", new { message = "Mine?" }),
            await eve.Client.PatchAsJsonAsync($"/api/v1/conversations/{conversation}/queue/{question}", new { message = "Mine?" }),
            await eve.Client.PatchAsJsonAsync($"/api/v1/conversations/{evesOwn}/queue/{question}", new { message = "Mine?" }),
            await eve.Client.DeleteAsync($"/api/v1/conversations/{evesOwn}/queue/{question}"),
            await eve.Client.PostAsync($"/api/v1/conversations/{conversation}/queue/resume", null),
            await ada.Client.PatchAsJsonAsync($"/api/v1/conversations/{another}/queue/{question}", new { message = "There?" }),
            await ada.Client.DeleteAsync($"/api/v1/conversations/{another}/queue/{question}"),
        ];
        var waiting = await ada.QueueAsync(conversation);
        fixture.Engine.Release();

        Assert.All(refused, r => Assert.Equal(HttpStatusCode.NotFound, r.StatusCode));
        Assert.Equal("Private", Assert.Single(waiting).PlainText());
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"message":"  "}""")]
    [InlineData("""{"parts":[null]}""")]
    [InlineData("""{"parts":[{"type":"text","text":"a"},null]}""")]
    [InlineData("""{"message":"a","parts":[{"type":"text","text":"b"}]}""")]
    [InlineData("""{"message":"a","owner":"me"}""")]
    [InlineData("""{"parts":[{"type":"file","mediaType":"text/html","url":"data:text/html;base64,PGI+"}]}""")]
    public async Task A_question_that_could_not_be_asked_does_not_enter_the_queue(string body)
    {
        using var ada = await SignUpAsync();
        var conversation = await ada.CreateConversationAsync();

        var response = await ada.Client.PostAsync($"/api/v1/conversations/{conversation}/queue", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await ada.QueueAsync(conversation));
    }

    [Fact]
    public async Task An_api_key_leaves_nothing_to_be_asked_later()
    {
        using var signedUp = await fixture.Host.SignUpAsync();
        var (key, _) = await signedUp.CreateKeyAsync(new { name = "chat", scopes = new[] { "conversations.use" } });
        using var program = ChatUser.With(fixture.Host.Address, key);
        var conversation = await program.CreateConversationAsync();

        var response = await program.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/queue", new { message = "Later" });

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("not-for-keys", (await response.JsonAsync()).Text("code"));
    }

    private async Task<ChatUser> SignUpAsync()
    {
        using var signedUp = await fixture.Host.SignUpAsync();
        return ChatUser.With(fixture.Host.Address, signedUp.AccessToken);
    }

    /// <summary>A conversation whose first answer waits for the engine.</summary>
    private async Task<Guid> AskHeldAsync(ChatUser user)
    {
        var conversation = await user.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("held back") with { Hold = true, FaultAfter = 1 });
        using var stream = await user.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "First" });
        await stream.UntilAsync(e => e.Type == "text-delta");
        return conversation;
    }

    private async Task LeaveAsync(Guid conversation, ChatUser user, string text, params MessagePart[] more)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        var owner = await db.Conversations.Where(c => c.Id == conversation).Select(c => c.OwnerId).FirstAsync();
        db.Add(new QueuedQuestion { Id = Guid.CreateVersion7(), ConversationId = conversation, OwnerId = owner, Parts = [MessagePart.OfText(text), .. more], CreatedAt = TimeProvider.System.GetUtcNow() });
        await db.SaveChangesAsync();
    }

    private static async Task<List<JsonElement>> AnsweredAsync(ChatUser user, Guid conversation, int answers)
    {
        await ChatFixture.EventuallyAsync(
            () => user.GetAsync($"/api/v1/conversations/{conversation}/messages"),
            page => page.GetProperty("items").EnumerateArray().Count(m => m.Text("role") == "assistant" && m.Text("status") != "running") == answers);
        return await user.MessagesAsync(conversation);
    }
}

internal static class QueueSteps
{
    public static async Task<Guid> EnqueueAsync(this ChatUser user, Guid conversation, string message)
    {
        var response = await user.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/queue", new { message });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.JsonAsync()).GetProperty("id").GetGuid();
    }

    public static async Task<List<JsonElement>> QueueAsync(this ChatUser user, Guid conversation) =>
        [.. (await user.GetAsync($"/api/v1/conversations/{conversation}/queue")).GetProperty("items").EnumerateArray()];

    /// <summary>The first that waits, once it is so.</summary>
    public static async Task<JsonElement> EventuallyQueuedAsync(this ChatUser user, Guid conversation, Func<JsonElement, bool> isSo) =>
        (await ChatFixture.EventuallyAsync(() => user.GetAsync($"/api/v1/conversations/{conversation}/queue"), page => page.GetProperty("items").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first && isSo(first)))
            .GetProperty("items")[0];
}
