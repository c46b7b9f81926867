using OllamaNet.Contracts.Inference;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Engines;

/// <summary>Servers with OpenAI's API that tell how many tokens a text is.</summary>
public sealed class TokenizerTests
{
    private static readonly string[] Texts = ["Where is Lisbon?", "", "naïve 😀"];

    [Theory]
    [InlineData(SimulatedTokenizer.Vllm), InlineData(SimulatedTokenizer.LlamaCpp)]
    public async Task Texts_are_counted_by_the_server_each_once_with_what_its_template_adds(SimulatedTokenizer tokenizer)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Tokenizer = tokenizer;
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai");

        var counted = await UntilAsync(fixture, t => t.Exact);

        Assert.Equal([16, 0, 8], counted.Counts);
        Assert.Equal((3, 2), (counted.PerMessage, counted.PerPrompt));
        var asked = simulator.Requests.Count(r => r.Path == "/tokenize");
        Assert.True((await CountAsync(fixture)).Exact);
        Assert.Equal(asked, simulator.Requests.Count(r => r.Path == "/tokenize"));
    }

    [Fact]
    public async Task A_server_that_does_not_count_is_asked_once_and_its_tokens_are_estimated()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai");
        await ProbedAsync(simulator, 3);

        Assert.False((await CountAsync(fixture)).Exact);

        Assert.Single(simulator.Requests, r => r.Path == "/tokenize");
    }

    [Fact]
    public async Task What_leaves_the_site_is_not_sent_there_to_be_counted()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Tokenizer = SimulatedTokenizer.Vllm;
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai", ("DataLeavesSite", "true"));
        await ProbedAsync(simulator, 3);

        Assert.False((await CountAsync(fixture)).Exact);

        Assert.DoesNotContain(simulator.Requests, r => r.Path == "/tokenize");
    }

    [Fact]
    public async Task Nobody_waits_for_a_server_that_counts_slowly_and_what_it_said_late_is_known_then()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Tokenizer = SimulatedTokenizer.LlamaCpp;
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai");
        await UntilAsync(fixture, t => t.Exact);
        simulator.HoldCounting = true;

        Assert.False((await CountAsync(fixture, "something new")).Exact);
        simulator.HoldCounting = false;
        simulator.Release();

        Assert.Equal([13], (await UntilAsync(fixture, t => t.Exact, "something new")).Counts);
    }

    [Fact]
    public async Task A_server_that_stops_counting_is_estimated_for_and_one_that_begins_again_is_believed()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Tokenizer = SimulatedTokenizer.Vllm;
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai");
        await UntilAsync(fixture, t => t.Exact);

        simulator.Tokenizer = null;
        Assert.False((await UntilAsync(fixture, t => !t.Exact, "something new")).Exact);

        await simulator.StopListeningAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await fixture.Inference.ListNodesAsync(limit.Token))[0].Reachable) await Task.Delay(20, limit.Token);
        simulator.Tokenizer = SimulatedTokenizer.LlamaCpp;
        await simulator.ListenAgainAsync();
        Assert.Equal([13], (await UntilAsync(fixture, t => t.Exact, "something new")).Counts);
    }

    private static Task<TextTokens> CountAsync(InferenceFixture fixture, params string[] texts) =>
        fixture.Inference.CountTokensAsync(EngineSimulator.Model, texts.Length == 0 ? Texts : texts, Callers.Someone, CancellationToken.None);

    private static async Task<TextTokens> UntilAsync(InferenceFixture fixture, Func<TextTokens, bool> isSo, params string[] texts)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                if (await CountAsync(fixture, texts) is var counted && isSo(counted)) return counted;
            }
            catch (InferenceException)
            {
                // Not there yet.
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task ProbedAsync(EngineSimulator simulator, int times)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (simulator.Requests.Count(r => r.Path == "/v1/models") < times) await Task.Delay(20, limit.Token);
    }
}
