using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Routing;

public sealed class NodeTests
{
    [Fact]
    public async Task A_model_on_two_nodes_is_listed_once_with_what_is_known_of_it()
    {
        await using var ollama = await EngineSimulator.StartAsync();
        await using var openai = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync([ollama.AsNode(name: "a"), openai.AsNode(kind: "openai", name: "b", index: 1, more: ("DataLeavesSite", "true"))]);
        await PickingTests.AllKnownAsync(fixture, 2);

        var models = await fixture.Inference.ListModelsAsync(Callers.Someone, CancellationToken.None);

        Assert.Equal(["sim-embed:latest", "sim:latest"], models.Select(m => m.Name));
        var model = models[1];
        Assert.Equal(["a", "b"], model.Nodes);
        Assert.Equal(ModelCapabilities.Completion | ModelCapabilities.Vision | ModelCapabilities.Thinking | ModelCapabilities.Tools | ModelCapabilities.JsonSchema, model.Capabilities);
        Assert.Equal((8192, 1_300_000_000L, "1.2B", "sim", "Q4_K_M"), (model.ContextLength, model.Size, model.ParameterSize, model.Family, model.Quantization));
        Assert.False(model.DataLeavesSite);
        Assert.Equal(ModelCapabilities.Embedding, models[0].Capabilities);
    }

    [Fact]
    public async Task A_node_that_goes_away_is_noticed_and_so_is_its_return()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        await PickingTests.AllKnownAsync(fixture, 1);

        await simulator.StopListeningAsync();
        var lost = await UntilAsync(fixture, n => !n.Reachable);
        Assert.NotNull(lost.Error);
        Assert.DoesNotContain("127.0.0.1", lost.Error, StringComparison.Ordinal);
        Assert.Empty(await fixture.Inference.ListModelsAsync(Callers.Someone, CancellationToken.None));

        await simulator.ListenAgainAsync();
        var back = await UntilAsync(fixture, n => n.Reachable);
        Assert.Equal(new NodeInfo("simulator", NodeKind.Ollama, Reachable: true, DataLeavesSite: false, "0.35.1-simulated", 2, Error: null), back);
        Assert.Equal(2, (await fixture.Inference.ListModelsAsync(Callers.Someone, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_model_is_described_once_for_each_version_of_it()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Models = [new(EngineSimulator.Model) { ContextLength = 1000, Digest = "sha256:01" }];
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        await PickingTests.AllKnownAsync(fixture, 1);
        while (simulator.Requests.Count(r => r.Path == "/api/tags") < 4) await Task.Delay(20);
        Assert.Single(simulator.Requests, r => r.Path == "/api/show");

        simulator.Models = [new(EngineSimulator.Model) { ContextLength = 2000, Digest = "sha256:02" }];

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await fixture.Inference.ListModelsAsync(Callers.Someone, limit.Token)).Single().ContextLength != 2000) await Task.Delay(20, limit.Token);
    }

    [Fact]
    public async Task Models_can_be_renamed_and_left_out()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai", ("Models:0:Name", "house:1b"), ("Models:0:Upstream", EngineSimulator.Model));
        var sink = new CollectingSink();

        await fixture.AskAsync(sink, model: "house:1b");

        Assert.Equal("house:1b", sink.Model);
        Assert.Equal(EngineSimulator.Model, simulator.Calls[0].Body.GetProperty("model").GetString());
        Assert.Equal(["house:1b"], (await fixture.Inference.ListModelsAsync(Callers.Someone, CancellationToken.None)).Select(m => m.Name));
    }

    [Fact]
    public async Task While_a_node_was_never_reached_a_missing_model_may_be_there()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await simulator.StopListeningAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");

        var failure = await fixture.FailAsync(new CollectingSink());

        Assert.Equal(InferenceError.Unavailable, failure.Error);
    }

    [Fact]
    public async Task A_node_that_answers_nonsense_is_not_used_and_says_why()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.ProbeStatus = 500;
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");

        var node = await UntilAsync(fixture, n => n.Error is not null && n.Error.Contains("failed", StringComparison.Ordinal));

        Assert.False(node.Reachable);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", false), InlineData("http://[::1]:1", false), InlineData("http://10.1.2.3", false), InlineData("http://172.20.0.1", false)]
    [InlineData("http://192.168.1.1", false), InlineData("http://[fd00::1]", false), InlineData("http://gpu-1:8000", false), InlineData("http://gpu.internal", false)]
    [InlineData("https://api.openai.com/v1", true), InlineData("http://172.32.0.1", true), InlineData("http://8.8.8.8", true), InlineData("http://[2001:db8::1]", true)]
    public async Task Data_leaves_the_site_unless_the_address_is_private(string url, bool leaves)
    {
        await using var fixture = await InferenceFixture.StartAsync([Node(("Url", url), ("ConnectTimeout", "00:00:00.100"))]);

        var node = Assert.Single(await fixture.Inference.ListNodesAsync(CancellationToken.None));

        Assert.Equal(leaves, node.DataLeavesSite);
    }

    [Theory]
    [InlineData("Url", "ftp://x"), InlineData("Url", "http://user:secret@x/"), InlineData("Url", "http://x/?key=1"), InlineData("Url", "relative")]
    [InlineData("Name", ""), InlineData("Name", "a b"), InlineData("TotalTimeout", "-00:00:01"), InlineData("NumCtx", "1")]
    public async Task A_wrong_node_stops_the_start_and_says_what_is_wrong(string key, string value)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => InferenceFixture.StartAsync([Node((key, value))]));

        Assert.Contains("Node", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_nodes_of_one_name_stop_the_start()
    {
        await using var simulator = await EngineSimulator.StartAsync();

        await Assert.ThrowsAsync<OptionsValidationException>(() => InferenceFixture.StartAsync([simulator.AsNode(), simulator.AsNode(index: 1)]));
    }

    [Fact]
    public async Task Without_configuration_there_is_the_embedded_engine_with_its_demo_model()
    {
        await using var fixture = await InferenceFixture.StartAsync([], ("Embedded:WarmDemo", "false"));

        var node = await UntilAsync(fixture, n => n.Kind is NodeKind.Embedded && n.Reachable);
        var model = Assert.Single(await fixture.Inference.ListModelsAsync(Callers.Someone, CancellationToken.None), m => m.Demo);

        Assert.False(node.DataLeavesSite);
        Assert.Equal(["embedded"], model.Nodes);
        Assert.True(model.Capabilities.HasFlag(ModelCapabilities.Completion));
    }

    private static Dictionary<string, string?> Node(params (string Key, string Value)[] more)
    {
        var node = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Inference:Nodes:0:Name"] = "n", ["Inference:Nodes:0:Kind"] = "ollama", ["Inference:Nodes:0:Url"] = "http://127.0.0.1:1" };
        foreach (var (key, value) in more) node["Inference:Nodes:0:" + key] = value;
        return node;
    }

    private static async Task<NodeInfo> UntilAsync(InferenceFixture fixture, Predicate<NodeInfo> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            if ((await fixture.Inference.ListNodesAsync(limit.Token)).FirstOrDefault(n => condition(n)) is { } node) return node;
            await Task.Delay(20, limit.Token);
        }
    }
}
