using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>An answer that broke off goes on in the same message.</summary>
public sealed class ContinueTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Theory, InlineData("length"), InlineData("stopped"), InlineData("cut")]
    public async Task The_rest_enters_the_message_and_the_stream_begins_with_what_is_there(string ending)
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var answer = await BreakOffAsync(ada, conversation, ending);
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(" and three"));

        var events = await ada.StreamAsync(TreeSteps.PathOf(conversation, answer, "continue"), new { });

        Assert.Equal(answer, events.MessageId());
        Assert.Equal("one two and three", events.Text());
        var messages = await ada.MessagesAsync(conversation);
        Assert.Equal(2, messages.Count);
        Assert.Equal("one two and three", messages[1].PlainText());
        Assert.Single(messages[1].GetProperty("parts").EnumerateArray());
        Assert.Equal("complete", messages[1].Text("status"));
        Assert.Equal("stop", messages[1].Text("finishReason"));
        Assert.Equal(JsonValueKind.Null, messages[1].GetProperty("error").ValueKind);
        var sent = fixture.Engine.Calls[^1].Body;
        Assert.Equal(["user", "assistant"], sent.GetProperty("messages").EnumerateArray().Select(m => m.Text("role")));
        Assert.Equal("one two", sent.GetProperty("messages")[1].Text("content"));
        Assert.False(sent.GetProperty("think").GetBoolean());
    }

    [Fact]
    public async Task Tokens_of_both_parts_are_counted()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var answer = await BreakOffAsync(ada, conversation, "length");

        await ada.StreamAsync(TreeSteps.PathOf(conversation, answer, "continue"), new { });

        Assert.Equal(10, (await ada.MessagesAsync(conversation))[1].GetProperty("usage").GetProperty("answerTokens").GetInt32());
    }

    [Fact]
    public async Task An_answer_that_a_killed_process_left_goes_on()
    {
        await using var keeper = await fixture.StartHostAsync();
        using var ada = await ChatUser.SignInAsync(keeper);
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("cut short here") with { Fault = SimulatedFault.Stall, FaultAfter = 2 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Shut down" });
        var answer = (await stream.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("short", StringComparison.Ordinal))).MessageId();
        await keeper.StopAsync();
        await using var next = await fixture.StartHostAsync(keeper.SettingsToShare());
        using var adaAgain = ada.At(next);
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(" no more"));

        var events = await adaAgain.StreamAsync(TreeSteps.PathOf(conversation, answer, "continue"), new { });

        Assert.Equal("cut short no more", events.Text());
        Assert.Equal("complete", (await adaAgain.MessagesAsync(conversation))[1].Text("status"));
    }

    [Fact]
    public async Task A_reader_of_the_first_part_sees_the_whole_when_he_comes_back_during_the_second()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("one two") with { FinishReason = "length" });
        var first = await ada.AskAsync(conversation, "Come back");
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(" three four") with { Hold = true, FaultAfter = 2 });
        using var going = await ada.OpenAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, first.MessageId(), "continue"), new { });
        await going.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("three", StringComparison.Ordinal));

        using var back = await ada.OpenAsync(HttpMethod.Get, $"/api/v1/conversations/{conversation}/stream", lastEventId: first[^3].Id);
        var start = await back.NextAsync();
        fixture.Engine.Release();
        var seen = await back.ReadToEndAsync();

        Assert.Equal("start", start.Type);
        Assert.Equal("one two three four", seen.Text());
        Assert.DoesNotContain(first[^1].Id, seen.Select(e => e.Id));
        await going.ReadToEndAsync();
    }

    [Fact]
    public async Task Stopping_the_second_part_keeps_both()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var answer = await BreakOffAsync(ada, conversation, "length");
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(" three four") with { Fault = SimulatedFault.Stall, FaultAfter = 2 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, answer, "continue"), new { });
        await stream.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("three", StringComparison.Ordinal));

        await ada.Client.PostAsync($"/api/v1/conversations/{conversation}/stop", null);
        await stream.ReadToEndAsync();

        var message = (await ada.MessagesAsync(conversation))[1];
        Assert.Equal("stopped", message.Text("status"));
        Assert.Equal("one two three", message.PlainText());
    }

    [Fact]
    public async Task The_same_request_to_go_on_is_one_run()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var answer = await BreakOffAsync(ada, conversation, "length");
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(" three"));
        var key = Guid.CreateVersion7().ToString();

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ada.StreamAsync(TreeSteps.PathOf(conversation, answer, "continue"), new { }, key)));

        Assert.All(all, events => Assert.Equal("one two three", events.Text()));
        Assert.Equal("one two three", (await ada.MessagesAsync(conversation))[1].PlainText());
    }

    [Fact]
    public async Task Of_two_tabs_that_go_on_at_once_one_is_told_to_wait()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var answer = await BreakOffAsync(ada, conversation, "length");
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(" three") with { Hold = true, FaultAfter = 2 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, answer, "continue"), new { });
        await stream.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("three", StringComparison.Ordinal));

        var second = await ada.Client.PostAsJsonAsync(TreeSteps.PathOf(conversation, answer, "continue"), new { });

        Assert.Equal("answer-running", await second.IsRefusedAsync(HttpStatusCode.Conflict));
        fixture.Engine.Release();
        await stream.ReadToEndAsync();
    }

    [Fact]
    public async Task A_question_does_not_go_on()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "q");
        var question = (await ada.MessagesAsync(conversation))[0].Id();

        var response = await ada.Client.PostAsync(TreeSteps.PathOf(conversation, question, "continue"), null);

        Assert.Equal("not-an-answer", await response.IsRefusedAsync(HttpStatusCode.Conflict));
    }

    private async Task<Guid> BreakOffAsync(ChatUser user, Guid conversation, string ending)
    {
        fixture.Engine.AnswerNext(ending switch
        {
            "length" => SimulatedAnswer.Words("one two") with { FinishReason = "length" },
            "stopped" => SimulatedAnswer.Words("one two three") with { Fault = SimulatedFault.Stall, FaultAfter = 2 },
            _ => SimulatedAnswer.Words("one two three") with { Fault = SimulatedFault.Reset, FaultAfter = 2 },
        });
        using var stream = await user.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = $"break off: {ending}" });
        var events = await stream.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("two", StringComparison.Ordinal));
        if (ending == "stopped") await user.Client.PostAsync($"/api/v1/conversations/{conversation}/stop", null);
        await stream.ReadToEndAsync();
        return events.MessageId();
    }
}
