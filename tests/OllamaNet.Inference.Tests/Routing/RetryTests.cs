using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Routing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Routing;

public sealed class RetryTests
{
    public static TheoryData<string> FailuresBeforeTheFirstToken => ["status500", "status503", "status429", "status401", "status404", "slow", "cut", "refused"];

    [Theory, MemberData(nameof(FailuresBeforeTheFirstToken))]
    public async Task A_node_that_does_not_begin_to_answer_is_given_up_for_another(string failure)
    {
        await using var first = await EngineSimulator.StartAsync();
        await using var second = await EngineSimulator.StartAsync();
        await using var fixture = await TwoNodesAsync(first, second);
        first.Answer(failure switch
        {
            "slow" => new SimulatedAnswer("late") { HeaderDelay = TimeSpan.FromMinutes(5) },
            "cut" => new SimulatedAnswer("never") { Fault = SimulatedFault.Reset },
            "refused" => new SimulatedAnswer("never"),
            _ => SimulatedAnswer.Failure(int.Parse(failure[^3..], System.Globalization.CultureInfo.InvariantCulture)),
        });
        if (failure == "refused") await first.StopListeningAsync();
        var sink = new CollectingSink();

        var result = await fixture.Inference.ChatAsync(ForFirst, sink, CancellationToken.None);

        Assert.Equal("Hello world", sink.Text);
        Assert.Equal(["second"], sink.Nodes);
        Assert.Equal(FinishReason.Stop, result.Finish);
    }

    [Fact]
    public async Task After_the_first_token_there_is_no_second_attempt()
    {
        await using var first = await EngineSimulator.StartAsync();
        await using var second = await EngineSimulator.StartAsync();
        await using var fixture = await TwoNodesAsync(first, second);
        first.Answer(new SimulatedAnswer("one", " two") { Fault = SimulatedFault.Reset, FaultAfter = 1 });
        var sink = new CollectingSink();

        var failure = await Assert.ThrowsAsync<InferenceException>(() => fixture.Inference.ChatAsync(ForFirst, sink, CancellationToken.None));

        Assert.Equal(InferenceError.Cut, failure.Error);
        Assert.Equal("one", sink.Text);
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task What_the_engine_refuses_is_not_asked_elsewhere()
    {
        await using var first = await EngineSimulator.StartAsync();
        await using var second = await EngineSimulator.StartAsync();
        await using var fixture = await TwoNodesAsync(first, second);
        first.Answer(SimulatedAnswer.Failure(400, "the prompt is too long"));

        var failure = await Assert.ThrowsAsync<InferenceException>(() => fixture.Inference.ChatAsync(ForFirst, new CollectingSink(), CancellationToken.None));

        Assert.Equal(InferenceError.Refused, failure.Error);
        Assert.Contains("too long", failure.Message, StringComparison.Ordinal);
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task When_every_node_is_busy_the_caller_is_told_so()
    {
        await using var first = await EngineSimulator.StartAsync();
        await using var second = await EngineSimulator.StartAsync();
        await using var fixture = await TwoNodesAsync(first, second);
        first.Answer(SimulatedAnswer.Failure(429, retryAfter: 3));
        second.Answer(SimulatedAnswer.Failure(503, retryAfter: 9));

        var failure = await Assert.ThrowsAsync<InferenceException>(() => fixture.Inference.ChatAsync(ForFirst, new CollectingSink(), CancellationToken.None));

        Assert.Equal(InferenceError.Busy, failure.Error);
        Assert.Equal(TimeSpan.FromSeconds(3), failure.RetryAfter);
    }

    [Fact]
    public async Task Attempts_are_bounded()
    {
        await using var first = await EngineSimulator.StartAsync();
        await using var second = await EngineSimulator.StartAsync();
        await using var fixture = await TwoNodesAsync(first, second, ("Attempts", "1"));
        first.Answer(SimulatedAnswer.Failure(500));

        await Assert.ThrowsAsync<InferenceException>(() => fixture.Inference.ChatAsync(ForFirst, new CollectingSink(), CancellationToken.None));

        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task Vectors_are_made_elsewhere_too()
    {
        await using var first = await EngineSimulator.StartAsync();
        await using var second = await EngineSimulator.StartAsync();
        await using var fixture = await TwoNodesAsync(first, second);
        first.Answer(SimulatedAnswer.Failure(500));
        second.Answer(SimulatedAnswer.Failure(500));
        second.AnswerFor(EngineSimulator.EmbeddingModel, new SimulatedAnswer());
        first.AnswerFor(EngineSimulator.EmbeddingModel, SimulatedAnswer.Failure(500));

        for (var i = 0; i < 4; i++)
            Assert.Single((await fixture.Inference.EmbedAsync(new(EngineSimulator.EmbeddingModel, ["a"], Callers.Someone), CancellationToken.None)).Vectors);

        Assert.Equal(4, second.Calls.Count);
    }

    /// <summary>A conversation whose place is the node <c>first</c>, as long as that is not busy.</summary>
    private static ChatRequest ForFirst => InferenceFixture.Question() with { AffinityKey = FavouriteOf("first", "second") };

    internal static string FavouriteOf(string node, string other) =>
        Enumerable.Range(0, 1000).Select(i => $"conversation {i}").First(key => Affinity.Weight(Affinity.Of(key), node) > Affinity.Weight(Affinity.Of(key), other));

    private static async Task<InferenceFixture> TwoNodesAsync(EngineSimulator first, EngineSimulator second, params (string, string)[] more)
    {
        var fixture = await InferenceFixture.StartAsync(
            [first.AsNode(name: "first"), second.AsNode(kind: "openai", name: "second", index: 1)],
            [("FirstTokenTimeout", "00:00:02"), .. more]);
        await PickingTests.AllKnownAsync(fixture, 2);
        return fixture;
    }
}
