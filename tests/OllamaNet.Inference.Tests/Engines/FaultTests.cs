using System.Diagnostics;
using OllamaNet.Contracts.Inference;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Engines;

public sealed class FaultTests
{
    public static TheoryData<string, int, InferenceError> Statuses
    {
        get
        {
            var data = new TheoryData<string, int, InferenceError>();
            foreach (var kind in new[] { "ollama", "openai" })
            {
                data.Add(kind, 400, InferenceError.Refused);
                data.Add(kind, 401, InferenceError.Unavailable);
                data.Add(kind, 404, InferenceError.ModelNotFound);
                data.Add(kind, 429, InferenceError.Busy);
                data.Add(kind, 500, InferenceError.Failed);
                data.Add(kind, 503, InferenceError.Busy);
                data.Add(kind, 504, InferenceError.Timeout);
                data.Add(kind, 302, InferenceError.Failed);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Statuses))]
    public async Task A_status_becomes_an_error_to_act_on(string kind, int status, InferenceError expected)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);
        simulator.Answer(SimulatedAnswer.Failure(status, "it went wrong at http://10.0.0.5:11434/api", retryAfter: 7));
        var sink = new CollectingSink();

        var failure = await fixture.FailAsync(sink);

        Assert.Equal(expected, failure.Error);
        Assert.DoesNotContain("10.0.0.5", failure.Message, StringComparison.Ordinal);
        Assert.Equal(expected is InferenceError.Busy ? TimeSpan.FromSeconds(7) : null, failure.RetryAfter);
        Assert.Empty(sink.Nodes);
    }

    [Theory]
    [InlineData(SimulatedFault.Reset, InferenceError.Cut)]
    [InlineData(SimulatedFault.EarlyEnd, InferenceError.Cut)]
    [InlineData(SimulatedFault.HalfLine, InferenceError.Cut)]
    [InlineData(SimulatedFault.Garbage, InferenceError.Failed)]
    [InlineData(SimulatedFault.ErrorLine, InferenceError.Failed)]
    [InlineData(SimulatedFault.EndlessLine, InferenceError.Failed)]
    [InlineData(SimulatedFault.Stall, InferenceError.Timeout)]
    public async Task A_fault_in_mid_stream_keeps_what_came_and_says_what_happened(SimulatedFault fault, InferenceError expected)
    {
        foreach (var kind in new[] { "ollama", "openai" })
        {
            await using var simulator = await EngineSimulator.StartAsync();
            await using var fixture = await InferenceFixture.StartAsync(simulator, kind, ("BetweenTokensTimeout", fault is SimulatedFault.Stall ? "00:00:00.300" : "00:01:00"));
            simulator.Answer(new SimulatedAnswer("one", " two", " three") { Fault = fault, FaultAfter = 2, Error = "out of memory" });
            var sink = new CollectingSink();

            var failure = await fixture.FailAsync(sink);

            Assert.Equal(expected, failure.Error);
            Assert.StartsWith("one two", sink.Text, StringComparison.Ordinal);
            Assert.Single(simulator.Calls);
            if (fault is SimulatedFault.ErrorLine) Assert.Contains("out of memory", failure.Message, StringComparison.Ordinal);
            if (fault is SimulatedFault.Stall or SimulatedFault.EndlessLine) await simulator.Calls[0].Aborted.WaitAsync(TimeSpan.FromSeconds(5));
        }
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task Headers_that_never_come_are_not_waited_for(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind, ("FirstTokenTimeout", "00:00:02"));
        simulator.Answer(new SimulatedAnswer("late") { HeaderDelay = TimeSpan.FromMinutes(5) });

        var failure = await fixture.FailAsync(new CollectingSink());

        Assert.Equal(InferenceError.Timeout, failure.Error);
        await simulator.Calls[0].Aborted.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task An_answer_may_not_go_on_for_ever(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind, ("TotalTimeout", "00:00:00.500"));
        simulator.Answer(new SimulatedAnswer([.. Enumerable.Repeat("more ", 10_000)]) { TokenDelay = TimeSpan.FromMilliseconds(20) });
        var sink = new CollectingSink();

        var failure = await fixture.FailAsync(sink);

        Assert.Equal(InferenceError.Timeout, failure.Error);
        Assert.InRange(sink.Parts, 1, 100);
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task A_closed_port_is_noticed_at_once(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind, ("ConnectTimeout", "00:00:02"));
        await fixture.Inference.ListModelsAsync(Callers.Someone, CancellationToken.None);
        await simulator.StopListeningAsync();
        var watch = Stopwatch.StartNew();

        var failure = await fixture.FailAsync(new CollectingSink());

        Assert.Equal(InferenceError.Unavailable, failure.Error);
        Assert.DoesNotContain("127.0.0.1", failure.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task A_redirect_is_not_followed_and_the_key_stays_here(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var elsewhere = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind, ("ApiKey", "sk-secret"));
        simulator.Answer(SimulatedAnswer.Failure(307) with { Location = elsewhere.Url });

        var failure = await fixture.FailAsync(new CollectingSink());

        Assert.Equal(InferenceError.Failed, failure.Error);
        Assert.Equal("Bearer sk-secret", Assert.Single(simulator.Calls).Headers["Authorization"]);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Ollama_saying_that_the_model_cannot_think_names_the_field()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        simulator.Answer(SimulatedAnswer.Failure(400, "\"sim:latest\" does not support thinking"));

        var failure = await fixture.FailAsync(new CollectingSink(), options: new() { Thinking = ThinkingLevel.On });

        Assert.Equal(InferenceError.Unsupported, failure.Error);
        Assert.Equal("thinking", failure.Parameter);
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task Embeddings_fail_with_the_same_errors(string kind)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, kind);
        simulator.Answer(SimulatedAnswer.Failure(500));

        var failure = await Assert.ThrowsAsync<InferenceException>(() => fixture.Inference.EmbedAsync(new(EngineSimulator.EmbeddingModel, ["a"], Callers.Someone), CancellationToken.None));

        Assert.Equal(InferenceError.Failed, failure.Error);
    }
}
