using System.Diagnostics;
using System.Net;
using OllamaNet.Platform.Streaming;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed class EventTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task The_first_event_is_everything_and_an_answer_tells_its_conversation_when_it_begins_and_ends()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "told" });
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("made while watched") with { Hold = true, FaultAfter = 1 });
        using var events = await FollowAsync(ada);

        using var answer = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Watch me" });
        var began = await NextAsync(events);
        await answer.UntilAsync(e => e.Type == "text-delta");
        fixture.Engine.Release();
        await answer.ReadToEndAsync();
        var ended = await NextAsync(events);

        Assert.Equal(("conversation", conversation), began);
        Assert.Equal(("conversation", conversation), ended);
    }

    [Fact]
    public async Task Nobody_hears_of_somebody_else()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        using var events = await FollowAsync(eve);

        await ada.AskAsync(await ada.CreateConversationAsync(), "A secret");
        var own = await eve.CreateConversationAsync();
        await eve.AskAsync(own, "Mine");

        Assert.Equal(("conversation", own), await NextAsync(events));
    }

    [Fact]
    public async Task What_happens_in_another_process_is_told_here()
    {
        using var ada = await fixture.SignInAsync();
        await using var other = await fixture.StartHostAsync(fixture.Host.SettingsToShare());
        using var adaThere = ada.At(other);
        using var events = await FollowAsync(ada);
        var conversation = await ada.CreateConversationAsync();

        await adaThere.AskAsync(conversation, "From over there");

        for (var seen = await NextAsync(events); seen.Id != conversation; seen = await NextAsync(events)) Assert.Equal("everything", seen.Kind);
    }

    [Fact]
    public async Task A_reader_that_fell_behind_is_told_everything()
    {
        var changes = new Changes();
        var user = Guid.CreateVersion7();
        using var reader = changes.Read(user);

        for (var i = 0; i < 1000; i++) changes.Publish(user, ChangeKinds.Conversation, Guid.CreateVersion7());
        var told = await reader.TakeAsync(default);
        changes.Publish(user, ChangeKinds.Note);
        changes.Publish(user, ChangeKinds.Note);
        var after = await reader.TakeAsync(default);

        Assert.Equal(new Change(ChangeKinds.Everything, null), Assert.Single(told));
        Assert.Equal(new Change(ChangeKinds.Note, null), Assert.Single(after));
    }

    [Fact]
    public async Task One_user_holds_so_many_streams_and_gets_a_place_back_by_closing_one()
    {
        await using var host = await fixture.StartHostAsync(("Chat:MaxEventStreamsPerUser", "2"));
        using var ada = await ChatUser.SignInAsync(host);
        using var first = await FollowAsync(ada);
        var second = await FollowAsync(ada);

        var refused = await ada.Client.GetAsync("/api/v1/events");
        second.Dispose();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("too-many-event-streams", (await refused.JsonAsync()).Text("code"));
        for (var i = 0; ; i++)
        {
            var again = await ada.Client.SendAsync(new(HttpMethod.Get, "/api/v1/events"), HttpCompletionOption.ResponseHeadersRead);
            if (again.StatusCode is HttpStatusCode.OK) break;
            Assert.True(i < 50, "The place was not given back.");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task Many_that_come_at_once_do_not_slip_past_the_limit()
    {
        await using var host = await fixture.StartHostAsync(("Chat:MaxEventStreamsPerUser", "2"));
        using var ada = await ChatUser.SignInAsync(host);

        var responses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ada.Client.SendAsync(new(HttpMethod.Get, "/api/v1/events"), HttpCompletionOption.ResponseHeadersRead)));

        Assert.Equal(2, responses.Count(r => r.StatusCode is HttpStatusCode.OK));
        foreach (var response in responses) response.Dispose();
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_is_alive_within_15_seconds()
    {
        using var ada = await fixture.SignInAsync();
        using var response = await ada.Client.SendAsync(new(HttpMethod.Get, "/api/v1/events"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var clock = Stopwatch.StartNew();

        var line = await reader.ReadLineAsync();
        for (; line is not [':', ..]; line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(15)))
        {
            Assert.NotNull(line);
            clock.Restart(); // What concerns everybody may come at any time.
        }

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task An_anonymous_caller_is_refused()
    {
        var response = await fixture.Host.Client.GetAsync("/api/v1/events");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_stopping_host_does_not_wait_for_its_followers()
    {
        var host = await fixture.StartHostAsync();
        await using var disposed = host;
        using var ada = await ChatUser.SignInAsync(host);
        using var events = await FollowAsync(ada);
        var clock = Stopwatch.StartNew();

        await host.StopAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    private static async Task<EventStream> FollowAsync(ChatUser user)
    {
        var events = await user.OpenAsync(HttpMethod.Get, "/api/v1/events");
        Assert.Equal("everything", (await NextAsync(events)).Kind);
        return events;
    }

    /// <summary>What concerns everybody may come at any time: a host that starts tells which models there are.</summary>
    private static async Task<(string Kind, Guid? Id)> NextAsync(EventStream events)
    {
        var data = (await events.NextAsync().WaitAsync(TimeSpan.FromSeconds(10))).Data;
        while (data.Text("kind") == "models") data = (await events.NextAsync().WaitAsync(TimeSpan.FromSeconds(10))).Data;
        return (data.Text("kind")!, data.GetProperty("id").ValueKind is System.Text.Json.JsonValueKind.Null ? null : data.GetProperty("id").GetGuid());
    }
}
