using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Engines;

/// <summary>What both kinds of HTTP engine must do alike.</summary>
public sealed class AnswerTests
{
    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task Text_and_thinking_arrive_in_order_with_the_usage(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);
        simulator.Answer(new SimulatedAnswer("Grüße, ", "\"Welt\"\n", "\\ 😀") { Thinking = ["Hm… ", "„so“"], PromptTokens = 12, AnswerTokens = 7 });
        var sink = new CollectingSink();

        var result = await fixture.AskAsync(sink);

        Assert.Equal("Grüße, \"Welt\"\n\\ 😀", sink.Text);
        Assert.Equal("Hm… „so“", sink.Thinking);
        Assert.Equal(5, sink.Parts);
        Assert.Equal(["simulator"], sink.Nodes);
        Assert.Equal(FinishReason.Stop, result.Finish);
        Assert.Equal(new TokenUsage(12, 7), result.Usage);
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task Tool_calls_arrive_whole(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);
        simulator.Answer(new SimulatedAnswer { ToolCalls = [new("call_a", "weather", """{"city":"Graz","days":2}"""), new("call_b", "time", """{"zone":"UTC"}""")] });
        var sink = new CollectingSink();
        var tool = new ToolDefinition("weather", "Says the weather", JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}}}"""));

        var result = await fixture.Inference.ChatAsync(InferenceFixture.Question() with { Tools = [tool] }, sink, CancellationToken.None);

        Assert.Equal(FinishReason.ToolCalls, result.Finish);
        Assert.Equal([("call_a", "weather"), ("call_b", "time")], sink.Calls.Select(c => (c.Id, c.Name)));
        Assert.Equal("Graz", JsonElement.Parse(sink.Calls[0].Arguments).GetProperty("city").GetString());
        var sent = Assert.Single(simulator.Calls).Body.GetProperty("tools")[0];
        Assert.Equal("function", sent.GetProperty("type").GetString());
        Assert.Equal("weather", sent.GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("object", sent.GetProperty("function").GetProperty("parameters").GetProperty("type").GetString());
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task An_answer_that_was_too_long_says_so(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);
        simulator.Answer(new SimulatedAnswer("cut off") { FinishReason = "length", AnswerTokens = null });

        var result = await fixture.AskAsync(new CollectingSink());

        Assert.Equal(FinishReason.Length, result.Finish);
        Assert.Equal(new TokenUsage(null, null), result.Usage);
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task Cancelling_reaches_the_engine_at_once(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);
        simulator.Answer(new SimulatedAnswer("one", "two") { Fault = SimulatedFault.Stall, FaultAfter = 1 });
        using var cancellation = new CancellationTokenSource();
        var sink = new CollectingSink();

        var asking = fixture.AskAsync(sink, cancellationToken: cancellation.Token);
        await sink.First;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await simulator.Calls[0].Aborted.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("one", sink.Text);
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task A_sink_that_throws_ends_the_engine_too(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);
        simulator.Answer(new SimulatedAnswer("one", "two") { Fault = SimulatedFault.Stall, FaultAfter = 1 });

        await Assert.ThrowsAsync<NotSupportedException>(() => fixture.AskAsync(new ThrowingSink()));

        await simulator.Calls[0].Aborted.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task Connections_are_used_again(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);

        for (var i = 0; i < 5; i++) await fixture.AskAsync(new CollectingSink());

        Assert.Single(simulator.Calls.Select(c => c.ConnectionId).Distinct(StringComparer.Ordinal));
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task Vectors_come_in_the_order_of_the_inputs(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);

        var result = await fixture.Inference.EmbedAsync(new(EngineSimulator.EmbeddingModel, ["a", "b", "c"], Callers.Someone, Dimensions: 2), CancellationToken.None);

        Assert.Equal([0f, 1f, 2f], result.Vectors.Select(v => v.Span[0]));
        Assert.All(result.Vectors, v => Assert.Equal(2, v.Length));
        Assert.Equal(10, result.PromptTokens);
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task A_NUL_never_reaches_the_caller(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);
        simulator.Answer(new SimulatedAnswer("a\0b\0") { Thinking = ["\0"] });
        var sink = new CollectingSink();

        await fixture.AskAsync(sink);

        Assert.Equal("a\uFFFDb\uFFFD", sink.Text);
        Assert.Equal("\uFFFD", sink.Thinking);
    }

    private sealed class ThrowingSink : IAnswerSink
    {
        public void Started(string node, string model)
        {
        }

        public void Text(ReadOnlySpan<byte> utf8) => throw new NotSupportedException();

        public void Thinking(ReadOnlySpan<byte> utf8) => throw new NotSupportedException();

        public void ToolCall(ToolCall call) => throw new NotSupportedException();
    }
}
