using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Tests;

/// <summary>What administrators see of what people think: numbers of all, words only of those who shared them.</summary>
public sealed class FeedbackReportTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const string Report = "/api/v1/admin/feedback";
    private const string Shared = "/api/v1/admin/feedback/shared";

    private Task<ChatUser> AdministratorAsync() => ChatUser.SignInAsync(fixture.Host, Roles.Admin);

    [Fact]
    public async Task Feedback_is_counted_by_model_over_a_period()
    {
        await fixture.ExecuteAsync("DELETE FROM chat.feedback");
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        using var admin = await AdministratorAsync();
        foreach (var (user, body) in new (ChatUser, object)[]
        {
            (ada, new { rating = 1, reasons = new[] { "helpful", "clear" } }), (ada, new { rating = 1, reasons = new[] { "helpful" } }),
            (bob, new { rating = 1 }), (bob, new { rating = -1, reasons = new[] { "incorrect" }, shared = true }),
        })
        {
            var (conversation, answer) = await fixture.ConversedAsync(user, "Where?", "There.");
            await user.RateAsync(conversation, answer, body);
        }

        var model = Assert.Single((await admin.GetAsync(Report)).GetProperty("items").EnumerateArray());
        var long_ago = await admin.GetAsync($"{Report}?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z");

        Assert.Equal(3, model.GetProperty("good").GetInt32());
        Assert.Equal(1, model.GetProperty("bad").GetInt32());
        Assert.Equal(0.75, model.GetProperty("goodShare").GetDouble());
        Assert.Equal(1, model.GetProperty("shared").GetInt32());
        Assert.Equal(["helpful 2", "clear 1", "incorrect 1"], model.GetProperty("reasons").EnumerateArray().Select(r => $"{r.Text("reason")} {r.GetProperty("count")}"));
        Assert.Empty(long_ago.GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.Client.GetAsync($"{Report}?from=2020-02-01T00:00:00Z&to=2020-01-01T00:00:00Z")).StatusCode);
    }

    [Fact]
    public async Task Words_that_were_not_shared_are_in_nothing_an_administrator_can_read()
    {
        using var ada = await fixture.SignInAsync();
        using var admin = await AdministratorAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "zebraquestion", "zebraanswer");
        await ada.RateAsync(conversation, answer, new { rating = -1, reasons = new[] { "incorrect" }, comment = "zebracomment" });
        await ada.NoteAsync(new { conversationId = conversation, messageId = answer, text = "zebranote" });

        foreach (var path in new[]
        {
            Report, $"{Report}?from=2020-01-01T00:00:00Z", Shared, $"{Shared}?limit=200", $"{Shared}?rating=-1", $"{Shared}?after={Uri.EscapeDataString("x")}", $"{Shared}?shared=false",
            $"/api/v1/conversations/{conversation}", $"/api/v1/conversations/{conversation}/messages", $"/api/v1/conversations/{conversation}/messages/{answer}",
            $"/api/v1/conversations/{conversation}/feedback", $"/api/v1/conversations/{conversation}/messages/{answer}/feedback", $"/api/v1/notes?conversation={conversation}", "/api/v1/notes?q=zebra",
        })
            Assert.DoesNotContain("zebra", await (await admin.Client.GetAsync(path)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_rated_answer_and_its_question_are_shared_and_only_as_long_as_the_user_wants()
    {
        using var ada = await fixture.SignInAsync();
        using var admin = await AdministratorAsync();
        var (conversation, _) = await fixture.ConversedAsync(ada, "tigerbefore", "tigerbeforeanswer");
        var answer = (await ada.AskAsync(conversation, "the question")).MessageId();
        await ada.AskAsync(conversation, "tigerafter");
        await ada.RateAsync(conversation, answer, new { rating = -1, reasons = new[] { "unclear" }, comment = "what does it mean?", shared = true });

        async Task<List<JsonElement>> SeenAsync() => [.. (await admin.GetAsync($"{Shared}?limit=200")).GetProperty("items").EnumerateArray().Where(s => s.GetProperty("messageId").GetGuid() == answer)];

        var seen = Assert.Single(await SeenAsync());
        Assert.Equal("the question", seen.Text("question"));
        Assert.Equal((await ada.GetAsync($"/api/v1/conversations/{conversation}/messages/{answer}")).PlainText(), seen.Text("answer"));
        Assert.Equal("what does it mean?", seen.Text("comment"));
        Assert.DoesNotContain("tiger", seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("user", seen.EnumerateObject().Select(p => p.Name).Where(n => n.Contains("user", StringComparison.OrdinalIgnoreCase)));

        await ada.RateAsync(conversation, answer, new { rating = -1, comment = "what does it mean?" });
        Assert.Empty(await SeenAsync());

        await ada.RateAsync(conversation, answer, new { rating = -1, comment = "what does it mean?", shared = true });
        Assert.Single(await SeenAsync());
        await fixture.ExecuteAsync($"UPDATE chat.conversations SET deleted_at = now() WHERE id = '{conversation}'");
        Assert.Empty(await SeenAsync());
        await fixture.ExecuteAsync($"UPDATE chat.conversations SET deleted_at = NULL WHERE id = '{conversation}'");
        await ada.Client.DeleteAsync($"/api/v1/conversations/{conversation}/messages/{answer}/feedback");
        Assert.Empty(await SeenAsync());
    }

    [Fact]
    public async Task What_a_model_thought_is_not_shared_with_its_answer()
    {
        using var ada = await fixture.SignInAsync();
        using var admin = await AdministratorAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Where?", "There.");
        await fixture.ExecuteAsync($$"""UPDATE chat.messages SET parts = '[{"type":"reasoning","text":"lionthought"},{"type":"text","text":"There."}]' WHERE id = '{{answer}}'""");
        await ada.RateAsync(conversation, answer, new { rating = 1, shared = true });

        var page = (await admin.GetAsync(Shared)).ToString();

        Assert.Contains(answer.ToString(), page, StringComparison.Ordinal);
        Assert.DoesNotContain("lionthought", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_feedback_is_filtered_and_listed_page_by_page()
    {
        await fixture.ExecuteAsync("DELETE FROM chat.feedback");
        using var ada = await fixture.SignInAsync();
        using var admin = await AdministratorAsync();
        for (var i = 0; i < 3; i++)
        {
            var (conversation, answer) = await fixture.ConversedAsync(ada, $"question {i}", "There.");
            await ada.RateAsync(conversation, answer, new { rating = i == 1 ? 1 : -1, shared = true });
        }

        static IEnumerable<string?> Questions(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(s => s.Text("question"));
        var first = await admin.GetAsync($"{Shared}?limit=2");

        Assert.Equal(["question 2", "question 1"], Questions(first));
        Assert.Equal(["question 0"], Questions(await admin.GetAsync($"{Shared}?limit=2&after={first.Text("next")}")));
        Assert.Equal(["question 1"], Questions(await admin.GetAsync($"{Shared}?rating=1")));
        Assert.Empty(Questions(await admin.GetAsync($"{Shared}?model=another")));
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.Client.GetAsync($"{Shared}?after=xyz")).StatusCode);
    }

    [Theory]
    [InlineData(Report)]
    [InlineData(Shared)]
    public async Task Only_administrators_see_it(string path)
    {
        using var ada = await fixture.SignInAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await ada.Client.GetAsync(path)).StatusCode);
    }
}
