using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace OllamaNet.Chat.Tests;

public sealed class FeedbackTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private static string PathOf(Guid conversation, Guid answer) => $"/api/v1/conversations/{conversation}/messages/{answer}/feedback";

    [Fact]
    public async Task An_answer_has_one_rating_that_can_be_changed_and_taken_back()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "Lisbon is in Portugal.");
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync(PathOf(conversation, answer))).StatusCode);

        await ada.RateAsync(conversation, answer, new { rating = 1, reasons = new[] { "correct", "correct" }, comment = "Nice" });
        var changed = await ada.RateAsync(conversation, answer, new { rating = -1, reasons = new[] { "too-short" }, comment = "  " });

        Assert.Equal(-1, changed.GetProperty("rating").GetInt32());
        Assert.Equal(["too-short"], changed.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Null(changed.Text("comment"));
        Assert.False(changed.GetProperty("shared").GetBoolean());
        Assert.Equal(changed.ToString(), (await ada.GetAsync(PathOf(conversation, answer))).ToString());
        Assert.Equal(changed.ToString(), Assert.Single((await ada.GetAsync($"/api/v1/conversations/{conversation}/feedback")).GetProperty("items").EnumerateArray()).ToString());
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.DeleteAsync(PathOf(conversation, answer))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.DeleteAsync(PathOf(conversation, answer))).StatusCode);
        Assert.Empty((await ada.GetAsync($"/api/v1/conversations/{conversation}/feedback")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Ratings_of_a_conversation_are_listed_page_by_page()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        List<Guid> answers = [];
        for (var i = 0; i < 3; i++)
        {
            answers.Add((await ada.AskAsync(conversation, $"question {i}")).MessageId());
            await ada.RateAsync(conversation, answers[^1], new { rating = 1 });
        }

        var first = await ada.GetAsync($"/api/v1/conversations/{conversation}/feedback?limit=2");
        var second = await ada.GetAsync($"/api/v1/conversations/{conversation}/feedback?limit=2&after={first.Text("next")}");

        answers.Reverse();
        Assert.Equal(answers, first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(f => f.GetProperty("messageId").GetGuid()));
        Assert.Null(second.Text("next"));
    }

    [Fact]
    public async Task Two_devices_that_rate_at_once_leave_one_rating()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Where?", "There.");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ada.RateAsync(conversation, answer, new { rating = i % 2 == 0 ? 1 : -1 })));

        Assert.Single((await ada.GetAsync($"/api/v1/conversations/{conversation}/feedback")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_question_is_not_rated()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, _) = await fixture.ConversedAsync(ada, "Where?", "There.");
        var question = (await ada.MessagesAsync(conversation))[0].GetProperty("id").GetGuid();

        var response = await ada.Client.PutAsJsonAsync(PathOf(conversation, question), new { rating = 1 });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("not-an-answer", (await response.JsonAsync()).Text("code"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"rating":0}""")]
    [InlineData("""{"rating":2}""")]
    [InlineData("""{"rating":"1"}""")]
    [InlineData("""{"rating":1,"reasons":["incorrect"]}""")]
    [InlineData("""{"rating":-1,"reasons":["my neighbour's name"]}""")]
    [InlineData("""{"rating":-1,"reasons":[null]}""")]
    [InlineData("""{"rating":1,"comment":"LONG"}""")]
    [InlineData("""{"rating":1,"comment":"a\u0000b"}""")]
    [InlineData("""{"rating":1,"model":"other"}""")]
    [InlineData("""{"rating":1,"userId":"0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"}""")]
    public async Task A_bad_rating_is_a_problem_that_stores_nothing(string body)
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Where?", "There.");

        using var content = new StringContent(body.Replace("LONG", new string('x', 2_001), StringComparison.Ordinal), Encoding.UTF8, "application/json");
        var response = await ada.Client.PutAsync(PathOf(conversation, answer), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync(PathOf(conversation, answer))).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_answers_of_ones_own_conversations_are_rated(bool administrator)
    {
        using var ada = await fixture.SignInAsync();
        using var eve = administrator ? await ChatUser.SignInAsync(fixture.Host, OllamaNet.Platform.Security.Roles.Admin) : await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Private", "Secret");
        var (others, othersAnswer) = await fixture.ConversedAsync(eve, "Mine", "Also mine");
        await ada.RateAsync(conversation, answer, new { rating = 1, shared = true });

        foreach (var path in new[] { PathOf(conversation, answer), PathOf(others, answer), PathOf(conversation, othersAnswer), PathOf(others, Guid.CreateVersion7()) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PutAsJsonAsync(path, new { rating = -1 })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.DeleteAsync(path)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync($"/api/v1/conversations/{conversation}/feedback")).StatusCode);
        Assert.Equal(1, (await ada.GetAsync(PathOf(conversation, answer))).GetProperty("rating").GetInt32());
    }
}
