using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>What engines do wrong is told where it happened, and nothing is lost.</summary>
public sealed class EngineFaultTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    public static TheoryData<SimulatedFault, string> MidStream => new()
    {
        { SimulatedFault.Reset, "engine-cut" },
        { SimulatedFault.EarlyEnd, "engine-cut" },
        { SimulatedFault.HalfLine, "engine-cut" },
        { SimulatedFault.Garbage, "engine-failed" },
        { SimulatedFault.ErrorLine, "engine-failed" },
        { SimulatedFault.EndlessLine, "engine-failed" },
    };

    [Theory, MemberData(nameof(MidStream))]
    public async Task A_fault_in_mid_stream_is_an_error_event_and_the_text_so_far_stays(SimulatedFault fault, string code)
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("half of it") with { Fault = fault, FaultAfter = 2 });

        var events = await ada.AskAsync(conversation, "Break");

        Assert.Equal("half of", events.Text());
        Assert.Equal("error", events[^1].Type);
        Assert.Equal(code, events[^2].Data.GetProperty("data").Text("code"));
        var message = (await ada.MessagesAsync(conversation))[1];
        Assert.Equal("failed", message.Text("status"));
        Assert.Equal("half of", message.PlainText());
        Assert.Equal(code, message.GetProperty("error").Text("code"));
        Assert.DoesNotContain("127.0.0.1", message.GetProperty("error").Text("message"), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", message.GetProperty("error").Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_engine_fails_the_answer_and_the_question_is_kept_for_another_try()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        for (var i = 0; i < 4; i++) fixture.Engine.AnswerNext(SimulatedAnswer.Failure(500));
        var events = await ada.AskAsync(conversation, "Please");
        fixture.Engine.Answer("Hello world");

        Assert.Equal("error", events[^1].Type);
        for (var i = 0; i < 4; i++) await DrainAsync();
        using var again = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages/{events.MessageId()}/regenerate", new { });
        Assert.Equal("Hello world", (await again.ReadToEndAsync()).Text());
        Assert.Equal("Please", (await ada.MessagesAsync(conversation))[0].PlainText());

        // Retries may have taken fewer failures than were prepared.
        async Task DrainAsync() => await ada.AskAsync(await ada.CreateConversationAsync(new { title = "drain" }), "drain");
    }

    [Fact]
    public async Task An_unknown_model_is_refused_and_nothing_is_stored()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        var response = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { message = "Hello", model = "no-such-model" });

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("model-not-found", (await response.JsonAsync()).Text("code"));
        Assert.Empty(await ada.MessagesAsync(conversation));
    }

    [Fact]
    public async Task A_refused_request_says_so_and_is_not_retryable()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Failure(400, "prompt too long"));

        var events = await ada.AskAsync(conversation, "Too much");

        Assert.Equal("engine-refused", events[^2].Data.GetProperty("data").Text("code"));
        Assert.False(events[^2].Data.GetProperty("data").GetProperty("retryable").GetBoolean());
    }

    [Fact]
    public async Task NUL_in_an_answer_does_not_stop_it_from_being_stored()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(new("a\0b", "\0", "c"));

        var events = await ada.AskAsync(conversation, "NUL");

        Assert.DoesNotContain('\0', events.Text());
        Assert.Equal("abc", events.Text().Replace("\uFFFD", "", StringComparison.Ordinal));
        Assert.Equal(events.Text(), (await ada.MessagesAsync(conversation))[1].PlainText());
    }

    [Fact]
    public async Task An_endless_answer_ends_at_the_limit()
    {
        await using var host = await fixture.StartHostAsync(("Chat:MaxAnswerBytes", "2000"));
        using var ada = await ChatUser.SignInAsync(host);
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(new([.. Enumerable.Repeat("twenty characters...", 1000)]));

        var events = await ada.AskAsync(conversation, "Never stop");

        Assert.InRange(events.Text().Length, 2000, 2020);
        Assert.Equal("length", events[^1].Data.GetProperty("messageMetadata").Text("finishReason"));
        Assert.Equal("complete", (await ada.MessagesAsync(conversation))[1].Text("status"));
    }
}
