using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Models;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Routing;

/// <summary>Answers that come a second time without a node, for users who want that.</summary>
public sealed class CacheTests : IAsyncLifetime
{
    private static readonly SamplingOptions Greedy = new() { Temperature = 0 };

    private readonly Caller _ada = new(Guid.CreateVersion7());
    private readonly Caller _ben = new(Guid.CreateVersion7());
    private EngineSimulator _simulator = null!;
    private InferenceFixture _fixture = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await EngineSimulator.StartAsync();
        _simulator.Answer(new SimulatedAnswer("Hello", " world") { Thinking = ["Hm"], ToolCalls = [new("call_1", "weather", """{"city":"Oslo"}""")] });
        _simulator.AnswerFor(EngineSimulator.EmbeddingModel, new SimulatedAnswer());
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task The_same_question_at_temperature_0_gets_the_same_answer_without_a_node()
    {
        await OptInAsync(_ada);

        var (first, result) = await AskAsync(_ada, Greedy);
        var (second, again) = await AskAsync(_ada, Greedy);

        Assert.Single(_simulator.Calls);
        Assert.Equal((first.Text, first.Thinking, first.Calls.Single()), (second.Text, second.Thinking, second.Calls.Single()));
        Assert.Equal((result.Finish, result.Usage), (again.Finish, again.Usage));
        Assert.Equal(("Hello world", "Hm", "cache", EngineSimulator.Model), (second.Text, second.Thinking, second.Nodes.Single(), second.Model));
    }

    [Fact]
    public async Task Nobody_gets_what_another_one_asked_for()
    {
        await OptInAsync(_ada);
        await OptInAsync(_ben);

        await AskAsync(_ada, Greedy);
        await AskAsync(_ben, Greedy);

        Assert.Equal(2, _simulator.Calls.Count);
    }

    [Fact]
    public async Task Without_being_asked_to_nothing_is_kept()
    {
        await AskAsync(_ada, Greedy);
        await AskAsync(_ada, Greedy);
        await EmbedAsync(_ada, "a");
        await EmbedAsync(_ada, "a");

        Assert.Equal(4, _simulator.Calls.Count);
    }

    [Fact]
    public async Task What_is_drawn_by_lot_or_differs_in_anything_is_asked_anew()
    {
        await OptInAsync(_ada);
        SamplingOptions[] different = [new(), new() { Temperature = 0.5f }, Greedy, Greedy with { Seed = 1 }, Greedy with { Stop = ["x"] }, Greedy with { Json = true }];

        foreach (var options in different)
        {
            await AskAsync(_ada, options);
        }

        await AskAsync(_ada, Greedy, "Another question");
        Assert.Equal(different.Length + 1, _simulator.Calls.Count);
    }

    [Fact]
    public async Task A_model_that_was_replaced_is_asked_anew()
    {
        await OptInAsync(_ada);
        await AskAsync(_ada, Greedy);
        _simulator.Models = [new(EngineSimulator.Model) { Digest = "sha256:ff" }];
        var probes = _simulator.Requests.Count(r => r.Path == "/api/tags");
        while (_simulator.Requests.Count(r => r.Path == "/api/tags") < probes + 3) await Task.Delay(20);

        await AskAsync(_ada, Greedy);

        Assert.Equal(2, _simulator.Calls.Count);
    }

    [Fact]
    public async Task An_answer_that_failed_is_not_kept()
    {
        await OptInAsync(_ada);
        _simulator.AnswerNext(new SimulatedAnswer("broken", " off") { Fault = SimulatedFault.Reset, FaultAfter = 1 });

        await Assert.ThrowsAsync<InferenceException>(() => AskAsync(_ada, Greedy));
        var (sink, _) = await AskAsync(_ada, Greedy);

        Assert.Equal("Hello world", sink.Text);
    }

    [Fact]
    public async Task Vectors_are_kept_for_those_who_want_it()
    {
        await OptInAsync(_ada);

        var first = await EmbedAsync(_ada, "a");
        var second = await EmbedAsync(_ada, "a");
        await EmbedAsync(_ada, "b");

        Assert.Equal(2, _simulator.Calls.Count);
        Assert.Equal(first.Vectors[0].ToArray(), second.Vectors[0].ToArray());
    }

    [Fact]
    public async Task Memory_is_bounded_and_time_too()
    {
        await StartAsync(("CacheBytes", "20000"), ("CacheLifetime", "00:00:01"));
        await OptInAsync(_ada);
        var cache = _fixture.Services.GetRequiredService<Inference.Routing.Cache.AnswerCache>();
        for (var i = 0; i < 100; i++) await EmbedAsync(_ada, $"text {i}");
        Assert.InRange(cache.Bytes, 1, 20_000);

        await EmbedAsync(_ada, "text 99");
        Assert.Equal(100, _simulator.Calls.Count);
        await Task.Delay(1100);
        await EmbedAsync(_ada, "text 99");
        Assert.Equal(101, _simulator.Calls.Count);
    }

    private async Task StartAsync(params (string, string)[] settings)
    {
        if (_fixture is not null) await _fixture.DisposeAsync();
        _fixture = await InferenceFixture.StartAsync([_simulator.AsNode()], settings);
        await PickingTests.AllKnownAsync(_fixture, 1);
    }

    private async Task OptInAsync(Caller caller)
    {
        await using var command = _fixture.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"INSERT INTO inference.user_settings VALUES ('{caller.UserId}', false, false, true, true, now())");
        await command.ExecuteNonQueryAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!_fixture.Services.GetRequiredService<ModelDirectory>().SettingsOf(caller.UserId).CacheAnswers) await Task.Delay(20, limit.Token);
    }

    private async Task<(CollectingSink Sink, ChatResult Result)> AskAsync(Caller caller, SamplingOptions options, string text = "Hello")
    {
        var sink = new CollectingSink();
        var result = await _fixture.Inference.ChatAsync(InferenceFixture.Question() with { Caller = caller, Options = options, Messages = [new(ChatRole.User, text)] }, sink, CancellationToken.None);
        return (sink, result);
    }

    private Task<EmbeddingResult> EmbedAsync(Caller caller, string text) => _fixture.Inference.EmbedAsync(new(EngineSimulator.EmbeddingModel, [text], caller), CancellationToken.None);
}
