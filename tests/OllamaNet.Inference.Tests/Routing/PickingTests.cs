using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Routing;

public sealed class PickingTests
{
    [Fact]
    public async Task A_model_nobody_has_is_not_found()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");

        var failure = await fixture.FailAsync(new CollectingSink(), model: "nonesuch");

        Assert.Equal(InferenceError.ModelNotFound, failure.Error);
        Assert.Contains("nonesuch", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_tag_the_latest_is_meant()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        var sink = new CollectingSink();

        await fixture.AskAsync(sink, model: "sim");

        Assert.Equal("sim:latest", sink.Model);
    }

    public static TheoryData<string, string> Needs => new() { { "images", "images" }, { "thinking", "thinking" }, { "tools", "tools" }, { "chat", "model" } };

    [Theory, MemberData(nameof(Needs))]
    public async Task What_the_model_cannot_do_is_refused_before_anything_is_sent(string need, string parameter)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Models = [new(EngineSimulator.Model) { Capabilities = ["completion"] }, new(EngineSimulator.EmbeddingModel) { Capabilities = ["embedding"] }];
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        var question = InferenceFixture.Question();
        var request = need switch
        {
            "images" => question with { Messages = [new(ChatRole.User, "See") { Images = [new("image/png", new byte[] { 1 })] }] },
            "thinking" => question with { Options = new() { Thinking = ThinkingLevel.On } },
            "tools" => question with { Tools = [new("t", null, JsonElement.Parse("{}"))] },
            _ => question with { Model = EngineSimulator.EmbeddingModel },
        };

        var failure = await Assert.ThrowsAsync<InferenceException>(() => fixture.Inference.ChatAsync(request, new CollectingSink(), CancellationToken.None));

        Assert.Equal((InferenceError.Unsupported, parameter), (failure.Error, failure.Parameter));
        Assert.Empty(simulator.Calls);
    }

    [Fact]
    public async Task A_chat_model_makes_no_vectors()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");

        var failure = await Assert.ThrowsAsync<InferenceException>(() => fixture.Inference.EmbedAsync(new(EngineSimulator.Model, ["a"], Callers.Someone), CancellationToken.None));

        Assert.Equal((InferenceError.Unsupported, "model"), (failure.Error, failure.Parameter));
    }

    [Fact]
    public async Task A_request_goes_to_a_node_that_can_do_what_it_asks()
    {
        await using var plain = await EngineSimulator.StartAsync();
        await using var seeing = await EngineSimulator.StartAsync();
        plain.Models = [new(EngineSimulator.Model) { Capabilities = ["completion"] }];
        await using var fixture = await InferenceFixture.StartAsync([plain.AsNode(name: "plain"), seeing.AsNode(name: "seeing", index: 1)]);
        await AllKnownAsync(fixture, 2);

        for (var i = 0; i < 4; i++)
            await fixture.Inference.ChatAsync(InferenceFixture.Question() with { Messages = [new(ChatRole.User, "See") { Images = [new("image/png", new byte[] { 1 })] }] }, new CollectingSink(), CancellationToken.None);

        Assert.Empty(plain.Calls);
        Assert.Equal(4, seeing.Calls.Count);
    }

    [Fact]
    public async Task What_must_stay_on_the_site_stays()
    {
        await using var away = await EngineSimulator.StartAsync();
        await using var here = await EngineSimulator.StartAsync();
        here.Models = [new(EngineSimulator.Model), new("cloud:latest") { RemoteHost = "https://example.com", Digest = "sha256:cc" }];
        await using var fixture = await InferenceFixture.StartAsync([away.AsNode(name: "away", more: ("DataLeavesSite", "true")), here.AsNode(name: "here", index: 1)]);
        await AllKnownAsync(fixture, 2);

        for (var i = 0; i < 4; i++) await fixture.Inference.ChatAsync(InferenceFixture.Question() with { LocalOnly = true }, new CollectingSink(), CancellationToken.None);
        var refused = await Assert.ThrowsAsync<InferenceException>(() => fixture.Inference.ChatAsync(InferenceFixture.Question("cloud") with { LocalOnly = true }, new CollectingSink(), CancellationToken.None));

        Assert.Empty(away.Calls);
        Assert.Equal(4, here.Calls.Count);
        Assert.Equal((InferenceError.Unsupported, "localOnly"), (refused.Error, refused.Parameter));
    }

    [Fact]
    public async Task The_least_busy_node_gets_the_request()
    {
        await using var first = await EngineSimulator.StartAsync();
        await using var second = await EngineSimulator.StartAsync();
        first.Answer(new SimulatedAnswer("a", "b") { Hold = true, FaultAfter = 1 });
        second.Answer(new SimulatedAnswer("a", "b") { Hold = true, FaultAfter = 1 });
        await using var fixture = await InferenceFixture.StartAsync([first.AsNode(name: "first"), second.AsNode(name: "second", index: 1)]);
        await AllKnownAsync(fixture, 2);

        var running = new List<Task>();
        for (var i = 0; i < 6; i++)
        {
            var sink = new CollectingSink();
            running.Add(fixture.Inference.ChatAsync(InferenceFixture.Question() with { AffinityKey = $"conversation {i}" }, sink, CancellationToken.None));
            await sink.First;
        }

        Assert.Equal(6, first.Calls.Count + second.Calls.Count);
        Assert.InRange(first.Calls.Count, 2, 4);
        first.Release();
        second.Release();
        await Task.WhenAll(running);
    }

    [Fact]
    public async Task A_conversation_stays_with_its_node()
    {
        await using var first = await EngineSimulator.StartAsync();
        await using var second = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync([first.AsNode(name: "first"), second.AsNode(name: "second", index: 1)]);
        await AllKnownAsync(fixture, 2);
        var request = InferenceFixture.Question() with { AffinityKey = RetryTests.FavouriteOf("second", "first") };

        for (var i = 0; i < 5; i++) await fixture.Inference.ChatAsync(request, new CollectingSink(), CancellationToken.None);

        Assert.Empty(first.Calls);
        Assert.Equal(5, second.Calls.Count);
    }

    internal static async Task AllKnownAsync(InferenceFixture fixture, int nodes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await fixture.Inference.ListNodesAsync(limit.Token)).Count(n => n.Reachable) < nodes) await Task.Delay(20, limit.Token);
    }
}
