using System.Net;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>Answers that have to wait for a place on the node.</summary>
public sealed class QueueTests(ChatFixture fixture) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await fixture.StartHostAsync(("Inference:Nodes:0:MaxConcurrent", "1"));
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("the first one") with { Hold = true, FaultAfter = 1 });
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Who_waits_sees_the_place_and_then_the_answer()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        using var running = await OpenAsync(ada);
        await running.UntilAsync(e => e.Type == "text-delta");

        using var waiting = await OpenAsync(ada);
        var place = (await waiting.UntilAsync(e => e.Type == "data-queue"))[^1];
        fixture.Engine.Release();
        var rest = await waiting.ReadToEndAsync();

        Assert.Equal(1, place.Data.GetProperty("data").GetProperty("position").GetInt32());
        Assert.True(place.Data.GetProperty("transient").GetBoolean());
        Assert.Equal("Hello world", rest.Text());
        Assert.Equal("finish", rest[^1].Type);
    }

    [Fact]
    public async Task Stopping_an_answer_that_waits_gives_its_place_up()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        using var running = await OpenAsync(ada);
        await running.UntilAsync(e => e.Type == "text-delta");
        var conversation = await ada.CreateConversationAsync();
        using var waiting = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Wait" });
        await waiting.UntilAsync(e => e.Type == "data-queue");

        var stopped = await ada.Client.PostAsync($"/api/v1/conversations/{conversation}/stop", content: null);
        var rest = await waiting.ReadToEndAsync();

        Assert.Equal(HttpStatusCode.Accepted, stopped.StatusCode);
        Assert.Equal("abort", rest[^1].Type);
        Assert.Equal("stopped", (await ada.MessagesAsync(conversation))[1].Text("status"));
        fixture.Engine.Release();
        await running.ReadToEndAsync();
    }

    private static async Task<EventStream> OpenAsync(ChatUser user) =>
        await user.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{await user.CreateConversationAsync()}/messages", new { message = "Hello" });
}
