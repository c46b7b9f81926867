using System.Net;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests.Context;

/// <summary>The summary of what no longer fits: made after an answer, sent with the next question, changed by its owner.</summary>
public sealed class SummaryTests(ChatFixture fixture) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private const string Notes = "The user plans a trip to Lisbon.";

    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await fixture.StartHostAsync(("Chat:ContextLength", "512"), ("Chat:Passages", "false"));
        fixture.Engine.Answer(Notes);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_no_longer_fits_is_summed_up_and_told_to_the_model_with_the_next_question()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await _host.SeedAsync(ada.Id, 24, system: "Be brief.");
        var before = fixture.Engine.Calls.Count;

        await ada.AskAsync(conversation, "First question?");
        var context = await SummaryAsync(ada, conversation);

        Assert.Equal(Notes, context.GetProperty("summary").Text("text"));
        Assert.Equal(EngineSimulator.Model, context.GetProperty("summary").Text("model"));
        Assert.True(context.GetProperty("summarisedMessages").GetInt32() > 4);
        Assert.InRange(context.TokensOf("summary"), 5, 60);
        Assert.Equal(context.GetProperty("promptTokens").GetInt32(), context.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("tokens").GetInt32()));
        var asked = fixture.Engine.Calls.Skip(before).First(c => c.Path == "/api/chat" && c.Prompt()[0].Text.StartsWith("You keep the notes", StringComparison.Ordinal)).Prompt();
        Assert.Contains("Message 0 says", asked[1].Text, StringComparison.Ordinal);

        await ada.AskAsync(conversation, "Second question?");

        var prompt = fixture.Engine.Calls.Last(c => c.Path == "/api/chat" && c.Prompt()[^1].Text == "Second question?").Prompt();
        Assert.Equal(("system", $"Be brief.\n\nWhat was said earlier in this conversation, in short:\n{Notes}"), prompt[0]);
        Assert.Equal("user", prompt[1].Role);
        Assert.Contains(messages, m => m == context.GetProperty("windowStart").GetGuid());
    }

    [Fact]
    public async Task What_a_person_wrote_is_kept_word_for_word_and_added_to()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, _) = await _host.SeedAsync(ada.Id, 24);
        await ada.AskAsync(conversation, "First question?");
        await SummaryAsync(ada, conversation);

        var (status, edited) = await ada.EditSummaryAsync(conversation, "I am Ada and I like trains.");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(edited.GetProperty("edited").GetBoolean());
        for (var i = 0; i < 8; i++) await ada.AskAsync(conversation, $"Question {i}, which is about as long as a question usually is, and a little longer than that?");

        var context = await ChatFixture.EventuallyAsync(() => ada.ContextAsync(conversation), c => c.GetProperty("summary").Text("text")!.Contains(Notes, StringComparison.Ordinal));
        Assert.StartsWith($"I am Ada and I like trains.\n\n{Notes}", context.GetProperty("summary").Text("text"), StringComparison.Ordinal);
        Assert.True(context.GetProperty("summary").GetProperty("edited").GetBoolean());
    }

    [Fact]
    public async Task A_summary_can_be_forgotten_and_nobody_else_can_touch_it()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        using var eve = await ChatUser.SignInAsync(_host);
        var (conversation, _) = await _host.SeedAsync(ada.Id, 24);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.EditSummaryAsync(conversation, "There is none yet.")).Status);
        await ada.AskAsync(conversation, "First question?");
        await SummaryAsync(ada, conversation);

        Assert.Equal(HttpStatusCode.NotFound, (await eve.EditSummaryAsync(conversation, "mine")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.EditSummaryAsync(conversation, "")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.EditSummaryAsync(conversation, new('x', 8001))).Status);
        foreach (var path in (string[])[$"/api/v1/conversations/{conversation}/context", $"/api/v1/conversations/{conversation}/context?leaf={Guid.CreateVersion7()}"])
        {
            using var read = await eve.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        }

        using var theirs = await eve.Client.DeleteAsync($"/api/v1/conversations/{conversation}/summary");
        using var foreignLeaf = await ada.Client.GetAsync($"/api/v1/conversations/{conversation}/context?leaf={Guid.CreateVersion7()}");
        using var mine = await ada.Client.DeleteAsync($"/api/v1/conversations/{conversation}/summary");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NoContent), (theirs.StatusCode, foreignLeaf.StatusCode, mine.StatusCode));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await ada.ContextAsync(conversation)).GetProperty("summary").ValueKind);
    }

    [Fact]
    public async Task A_model_that_fails_at_it_fails_no_answer()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, _) = await _host.SeedAsync(ada.Id, 24);
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("An answer."));
        fixture.Engine.AnswerNext(SimulatedAnswer.Failure(500));
        int Asked() => fixture.Engine.Calls.Count(c => c.Path == "/api/chat" && c.Prompt()[0].Text.StartsWith("You keep the notes", StringComparison.Ordinal));
        var before = Asked();

        var events = await ada.AskAsync(conversation, "First question?");

        Assert.Equal("finish", events[^1].Type);
        for (var i = 0; i < 100 && Asked() == before; i++) await Task.Delay(100);
        Assert.Equal(before + 1, Asked());
        await ada.AskAsync(conversation, "Second question?");
        await SummaryAsync(ada, conversation);
    }

    /// <summary>There is one, and it tells of all that is left out.</summary>
    private static Task<System.Text.Json.JsonElement> SummaryAsync(ChatUser user, Guid conversation) =>
        ChatFixture.EventuallyAsync(() => user.ContextAsync(conversation), c => c.GetProperty("summary").ValueKind is System.Text.Json.JsonValueKind.Object
            && c.GetProperty("omittedMessages").GetInt32() == c.GetProperty("summarisedMessages").GetInt32());
}
