using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>An answer belongs to the server, not to the connection.</summary>
public sealed class RunTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Closing_the_connection_does_not_stop_the_answer()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("this goes on without anyone") with { Hold = true, FaultAfter = 2 });
        using (var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Go on" }))
            await stream.UntilAsync(e => e.Type == "text-delta");

        fixture.Engine.Release();

        var message = await ChatFixture.EventuallyAsync(async () => (await ada.MessagesAsync(conversation))[1], m => m.Text("status") != "running");
        Assert.Equal("complete", message.Text("status"));
        Assert.Equal("this goes on without anyone", message.PlainText());
    }

    [Fact]
    public async Task Following_replays_from_the_start_and_goes_on_live()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("one two three four") with { Hold = true, FaultAfter = 2 });
        using var first = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Count" });
        await first.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("two", StringComparison.Ordinal));

        using var second = await ada.OpenAsync(HttpMethod.Get, $"/api/v1/conversations/{conversation}/stream");
        var start = await second.NextAsync();
        fixture.Engine.Release();
        var (seenFirst, seenSecond) = (await first.ReadToEndAsync(), await second.ReadToEndAsync());

        Assert.Equal("start", start.Type);
        Assert.Equal("one two three four", seenSecond.Text());
        Assert.Equal(" three four", seenFirst.Text());
        Assert.Equal("finish", seenSecond[^1].Type);
    }

    [Fact]
    public async Task Following_after_an_event_gives_exactly_what_came_after_it()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var all = await ada.AskAsync(conversation, "Everything");
        Assert.True(all.Count > 4);

        for (var i = 0; i < all.Count; i++)
        {
            using var rest = await ada.OpenAsync(HttpMethod.Get, $"/api/v1/conversations/{conversation}/stream", lastEventId: all[i].Id);
            var events = await rest.ReadToEndAsync();
            Assert.Equal(all.Skip(i + 1).Text(), events.Text());
            Assert.Equal(all.Skip(i + 1).Types().Where(t => t != "text-delta"), events.Types().Where(t => t != "text-delta"));
        }
    }

    [Fact]
    public async Task Following_when_nothing_runs_is_204()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "Done soon");

        var response = await ada.Client.GetAsync($"/api/v1/conversations/{conversation}/stream");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Stopping_ends_the_engine_and_keeps_what_is_there()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("one two three") with { Fault = SimulatedFault.Stall, FaultAfter = 2 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Stop this" });
        await stream.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("two", StringComparison.Ordinal));

        var stopped = await ada.Client.PostAsync($"/api/v1/conversations/{conversation}/stop", null);
        var rest = await stream.ReadToEndAsync();

        Assert.Equal(HttpStatusCode.Accepted, stopped.StatusCode);
        Assert.Equal("abort", rest[^1].Type);
        var message = (await ada.MessagesAsync(conversation))[1];
        Assert.Equal("stopped", message.Text("status"));
        Assert.Equal("one two", message.PlainText());
        await fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("Stop this", StringComparison.Ordinal)).Aborted.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Another_process_can_stop_the_answer()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("never ends") with { Fault = SimulatedFault.Stall, FaultAfter = 1 });
        await using var other = await fixture.StartHostAsync(fixture.Host.SettingsToShare());
        using var adaThere = ada.At(other);
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Stop from afar" });
        await stream.UntilAsync(e => e.Type == "text-delta");

        await adaThere.Client.PostAsync($"/api/v1/conversations/{conversation}/stop", null);
        var rest = await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("abort", rest[^1].Type);
    }

    [Fact]
    public async Task A_running_answer_shows_in_the_list_and_with_its_text_so_far()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("so far and further") with { Hold = true, FaultAfter = 2 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Look" });
        var seen = await stream.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("far", StringComparison.Ordinal));

        var listed = (await ada.GetAsync("/api/v1/conversations")).GetProperty("items")[0];
        var message = (await ada.MessagesAsync(conversation))[1];

        Assert.Equal(seen.MessageId(), listed.GetProperty("running")[0].GetGuid());
        Assert.Equal("running", message.Text("status"));
        Assert.Equal("so far", message.PlainText());
        fixture.Engine.Release();
        await stream.ReadToEndAsync();
    }

    [Fact]
    public async Task Asking_while_the_answer_before_is_made_is_a_conflict()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("wait for me") with { Hold = true, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "First" });
        await stream.UntilAsync(e => e.Type == "text-delta");

        var response = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { message = "Second" });

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("answer-running", (await response.JsonAsync()).Text("code"));
        fixture.Engine.Release();
        await stream.ReadToEndAsync();
    }

    [Fact]
    public async Task Stopping_the_host_keeps_the_answer_as_interrupted_and_it_can_be_made_again()
    {
        await using var keeper = await fixture.StartHostAsync();
        using var ada = await ChatUser.SignInAsync(keeper);
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("cut short here") with { Fault = SimulatedFault.Stall, FaultAfter = 2 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Shut down" });
        var events = await stream.UntilAsync(e => e.Type == "text-delta" && e.Delta.Contains("short", StringComparison.Ordinal));

        await keeper.StopAsync();
        await using var next = await fixture.StartHostAsync(keeper.SettingsToShare());
        using var adaAgain = ada.At(next);
        var message = (await adaAgain.MessagesAsync(conversation))[1];
        using var again = await adaAgain.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages/{events.MessageId()}/regenerate", new { });

        Assert.Equal("interrupted", message.Text("status"));
        Assert.Equal("cut short", message.PlainText());
        Assert.Equal("Hello world", (await again.ReadToEndAsync()).Text());
    }

    [Fact]
    public async Task Deleting_the_conversation_stops_its_answer()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("deleted while made") with { Fault = SimulatedFault.Stall, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Delete me" });
        await stream.UntilAsync(e => e.Type == "text-delta");

        var response = await ada.Client.DeleteAsync($"/api/v1/conversations/{conversation}");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("abort", (await stream.ReadToEndAsync())[^1].Type);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync($"/api/v1/conversations/{conversation}")).StatusCode);
    }
}
