using System.Net;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

/// <summary>A message that was found, in its place.</summary>
public sealed class AroundTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_page_has_the_message_in_its_middle_and_goes_on_both_ways()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync(new { title = "long" });
        for (var i = 0; i < 5; i++) await ada.AskAsync(id, $"question {i}");
        var all = (await ada.MessagesAsync(id)).ConvertAll(Id);

        var page = await PageAsync(ada, id, $"limit=4&around={all[5]}");
        var older = await PageAsync(ada, id, $"limit=4&before={page.Text("previous")}");
        var newer = await PageAsync(ada, id, $"limit=4&after={page.Text("next")}&leaf={page.Text("leaf")}");

        Assert.Equal(all[3..7], Ids(page));
        Assert.Equal(all[..3], Ids(older));
        Assert.Equal(all[7..], Ids(newer));
        Assert.Equal(all[^1], page.GetProperty("leaf").GetGuid());
        Assert.Null((await PageAsync(ada, id, $"limit=4&around={all[0]}")).Text("previous"));
        Assert.Null((await PageAsync(ada, id, $"limit=4&around={all[9]}")).Text("next"));
    }

    [Fact]
    public async Task The_branch_that_is_shown_comes_first_then_the_newest_that_holds_it()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync(new { title = "branches" });
        var first = (await ada.AskAsync(id, "one")).MessageId();
        var question = Id((await ada.MessagesAsync(id))[0]);
        var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{id}/messages/{first}/regenerate", new { });
        var second = (await stream.ReadToEndAsync()).MessageId();

        Assert.Equal([question, second], Ids(await PageAsync(ada, id, $"around={question}")));
        Assert.Equal([question, first], Ids(await PageAsync(ada, id, $"around={first}")));
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_not_found()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (id, other) = (await ada.CreateConversationAsync(), await ada.CreateConversationAsync());
        var answer = (await ada.AskAsync(id, "Private")).MessageId();

        async Task<HttpStatusCode> TryAsync(ChatUser user, Guid conversation, string query) => (await user.Client.GetAsync($"/api/v1/conversations/{conversation}/messages?{query}")).StatusCode;
        Assert.Equal(HttpStatusCode.NotFound, await TryAsync(eve, id, $"around={answer}"));
        Assert.Equal(HttpStatusCode.NotFound, await TryAsync(ada, other, $"around={answer}"));
        Assert.Equal(HttpStatusCode.NotFound, await TryAsync(ada, id, $"around={Guid.CreateVersion7()}"));
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync(ada, id, $"around={answer}&leaf={answer}"));
        await ada.Client.DeleteAsync($"/api/v1/conversations/{id}");
        Assert.Equal(HttpStatusCode.NotFound, await TryAsync(ada, id, $"around={answer}"));
    }

    private static Guid Id(JsonElement message) => message.GetProperty("id").GetGuid();

    private static List<Guid> Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(Id)];

    private static Task<JsonElement> PageAsync(ChatUser user, Guid conversation, string query) => user.GetAsync($"/api/v1/conversations/{conversation}/messages?{query}");
}
