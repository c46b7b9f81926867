using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed class AnswerTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Asking_streams_the_answer_and_keeps_it()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        var events = await ada.AskAsync(conversation, "Hello");

        Assert.Equal("Hello world", events.Text());
        Assert.Equal(["start", "start-step", "text-start", "text-end", "finish-step", "finish"], events.Types().Where(t => t != "text-delta"));
        var messages = await ada.MessagesAsync(conversation);
        Assert.Equal(["user", "assistant"], messages.Select(m => m.Text("role")));
        Assert.Equal("Hello world", messages[1].PlainText());
        Assert.Equal("complete", messages[1].Text("status"));
        Assert.Equal(events.MessageId(), messages[1].GetProperty("id").GetGuid());
        Assert.Equal(messages[0].GetProperty("id").GetGuid(), messages[1].GetProperty("parentId").GetGuid());
        Assert.Equal(10, messages[1].GetProperty("usage").GetProperty("promptTokens").GetInt32());
        Assert.Equal(5, messages[1].GetProperty("usage").GetProperty("answerTokens").GetInt32());
    }

    [Fact]
    public async Task The_first_event_names_the_conversation_and_every_event_has_its_number()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Hello" });

        var events = await stream.ReadToEndAsync();

        Assert.Equal("v1", Assert.Single(stream.Headers.GetValues("x-vercel-ai-ui-message-stream")));
        Assert.Equal("no", Assert.Single(stream.Headers.GetValues("X-Accel-Buffering")));
        Assert.Equal(conversation, events[0].Data.GetProperty("messageMetadata").GetProperty("conversationId").GetGuid());
        var numbers = events.Select(e => int.Parse(e.Id!.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.All(events, e => Assert.StartsWith(events.MessageId().ToString(), e.Id, StringComparison.Ordinal));
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
    }

    [Fact]
    public async Task Thinking_comes_as_reasoning_before_the_text()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(new("42") { Thinking = ["Let me", " see"] });

        var events = await ada.AskAsync(conversation, "What is it?");

        Assert.Equal("Let me see", string.Concat(events.Where(e => e.Type == "reasoning-delta").Select(e => e.Delta)));
        Assert.True(events.FindIndex(e => e.Type == "reasoning-end") < events.FindIndex(e => e.Type == "text-start"));
        var parts = (await ada.MessagesAsync(conversation))[1].GetProperty("parts");
        Assert.Equal(["reasoning", "text"], parts.EnumerateArray().Select(p => p.Text("type")));
    }

    [Fact]
    public async Task How_long_the_model_thought_is_told_and_kept()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(new("4", "2") { Thinking = ["Let me", " see", " more"], TokenDelay = TimeSpan.FromMilliseconds(60) });

        var events = await ada.AskAsync(conversation, "What is it?");
        await ada.AskAsync(conversation, "And without thinking?");

        var told = events[^1].Data.GetProperty("messageMetadata").GetProperty("durations");
        Assert.InRange(told.GetProperty("thinkingMs").GetInt32(), 120, told.GetProperty("totalMs").GetInt32() - 50);
        var kept = (await ada.MessagesAsync(conversation)).Where(m => m.Text("role") == "assistant").Select(m => m.GetProperty("durations").GetProperty("thinkingMs")).ToList();
        Assert.Equal(told.GetProperty("thinkingMs").GetInt32(), kept[0].GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, kept[1].ValueKind);
    }

    [Fact]
    public async Task What_was_said_before_goes_to_the_model_in_order()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("It is Lisbon."));
        await ada.AskAsync(conversation, "Capital of Portugal?");

        await ada.AskAsync(conversation, "And of Norway? ❄");

        var sent = fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("Norway", StringComparison.Ordinal) && c.Body.GetProperty("messages").GetArrayLength() == 3).Body.GetProperty("messages");
        Assert.Equal(["Capital of Portugal?", "It is Lisbon.", "And of Norway? ❄"], sent.EnumerateArray().Select(m => m.Text("content")));
        Assert.Equal(["user", "assistant", "user"], sent.EnumerateArray().Select(m => m.Text("role")));
    }

    [Fact]
    public async Task The_options_reach_the_engine()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var options = new { temperature = 0.5, topK = 7, seed = 11, numPredict = 99, numCtx = 2048, stop = new[] { "END" }, format = new { type = "object" } };

        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "With options", options });
        await stream.ReadToEndAsync();

        var body = fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("With options", StringComparison.Ordinal) && c.Body.TryGetProperty("format", out _)).Body;
        Assert.Equal(7, body.GetProperty("options").GetProperty("top_k").GetInt32());
        Assert.Equal(11, body.GetProperty("options").GetProperty("seed").GetInt32());
        Assert.Equal(2048, body.GetProperty("options").GetProperty("num_ctx").GetInt32());
        Assert.Equal(99, body.GetProperty("options").GetProperty("num_predict").GetInt32());
        Assert.Equal("END", body.GetProperty("options").GetProperty("stop")[0].GetString());
        Assert.Equal("object", body.GetProperty("format").Text("type"));
    }

    [Fact]
    public async Task Regenerating_makes_a_sibling_that_becomes_the_shown_branch()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var first = (await ada.AskAsync(conversation, "Again and again")).MessageId();
        fixture.Engine.AnswerFor(EngineSimulator.Model, SimulatedAnswer.Words("Better now"));

        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages/{first}/regenerate", new { });
        var events = await stream.ReadToEndAsync();

        fixture.Engine.AnswerFor(EngineSimulator.Model, SimulatedAnswer.Words("Hello world"));
        Assert.Equal("Better now", events.Text());
        var messages = await ada.MessagesAsync(conversation);
        Assert.Equal(2, messages.Count);
        Assert.Equal("Better now", messages[1].PlainText());
        var old = (await ada.GetAsync($"/api/v1/conversations/{conversation}/messages?leaf={first}")).GetProperty("items");
        Assert.Equal("Hello world", old[1].PlainText());
    }

    [Fact]
    public async Task A_question_repeated_with_its_key_is_the_same_turn()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var first = await ada.AskAsync(conversation, "Only once", "key-1");

        var second = await ada.AskAsync(conversation, "Only once", "key-1");

        Assert.Equal(first.MessageId(), second.MessageId());
        Assert.Equal(first.Text(), second.Text());
        Assert.Equal(2, (await ada.MessagesAsync(conversation)).Count);
    }

    [Fact]
    public async Task Two_requests_with_one_key_at_once_are_one_turn()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ada.AskAsync(conversation, "At once", "key-2")));

        Assert.Single(answers.Select(a => a.MessageId()).Distinct());
        Assert.Equal(2, (await ada.MessagesAsync(conversation)).Count);
    }

    [Fact]
    public async Task A_key_for_another_request_is_refused()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "One", "key-3");

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages") { Content = JsonContent.Create(new { message = "Two" }), Headers = { { "Idempotency-Key", "key-3" } } };
        var response = await ada.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("idempotency-key-reused", (await response.JsonAsync()).Text("code"));
    }

    [Fact]
    public async Task A_key_still_gives_the_turn_when_the_process_forgot_it()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var first = await ada.AskAsync(conversation, "Remember", "key-4");
        await using var later = await fixture.StartHostAsync(fixture.Host.SettingsToShare());
        using var sameAda = ada.At(later);

        var second = await sameAda.AskAsync(conversation, "Remember", "key-4");

        Assert.Equal(first.MessageId(), second.MessageId());
        Assert.Equal("Hello world", second.Text());
        Assert.Equal("finish", second[^1].Type);
    }
}
