using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Routing;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Routing;

/// <summary>Which of two nodes gets a request, and which model of an alias.</summary>
public sealed class OrderTests : IAsyncLifetime
{
    private EngineSimulator _first = null!;
    private EngineSimulator _second = null!;
    private InferenceFixture _fixture = null!;

    private NodeSet Nodes => _fixture.Services.GetRequiredService<NodeSet>();

    public async ValueTask InitializeAsync()
    {
        _first = await EngineSimulator.StartAsync();
        _second = await EngineSimulator.StartAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_is_drained_gets_no_new_work_and_ends_what_it_has()
    {
        _first.Answer(new SimulatedAnswer("a", "b") { Hold = true, FaultAfter = 1 });
        var sink = new CollectingSink();
        var running = AskAsync("first", sink);
        await sink.First;

        Nodes.All[0].Draining = true;
        for (var i = 0; i < 3; i++) Assert.Equal("second", await NodeOfAsync("first"));
        _first.Release();
        await running;

        Assert.Equal("ab", sink.Text);
        Nodes.All[1].Draining = true;
        var failure = await Assert.ThrowsAsync<InferenceException>(() => AskAsync("first", new CollectingSink()));
        Assert.Equal(InferenceError.Unavailable, failure.Error);
    }

    [Fact]
    public async Task A_node_that_keeps_failing_is_left_alone_and_tried_again()
    {
        await StartAsync(("BreakerFailures", "2"), ("BreakerPause", "00:00:00.500"));
        _first.Answer(SimulatedAnswer.Failure(500));
        for (var i = 0; i < 4; i++) Assert.Equal("second", await NodeOfAsync("first"));
        Assert.Equal(2, _first.Calls.Count);
        Assert.Equal(BreakerState.Open, _fixture.Load("first").Breaker);

        _first.Answer("well again");
        await Task.Delay(600);

        Assert.Equal("first", await NodeOfAsync("first"));
        Assert.Equal(BreakerState.Closed, _fixture.Load("first").Breaker);
    }

    [Fact]
    public async Task When_all_nodes_keep_failing_one_request_at_a_time_finds_out_and_the_others_are_told_at_once()
    {
        await StartAsync(("BreakerFailures", "1"), ("BreakerPause", "00:01:00"));
        foreach (var node in new[] { _first, _second }) node.Answer(SimulatedAnswer.Failure(500));
        await Assert.ThrowsAsync<InferenceException>(() => AskAsync("first", new CollectingSink()));
        foreach (var node in new[] { _first, _second }) node.Answer(new SimulatedAnswer("a", "b") { Hold = true });

        Task[] trials = [AskAsync("first", new CollectingSink()), AskAsync("first", new CollectingSink())];
        while (_first.Calls.Count + _second.Calls.Count < 4) await Task.Delay(10);
        var refused = await Assert.ThrowsAsync<InferenceException>(() => AskAsync("first", new CollectingSink()));

        Assert.Equal(InferenceError.Unavailable, refused.Error);
        Assert.NotNull(refused.RetryAfter);
        _first.Release();
        _second.Release();
        await Task.WhenAll(trials);
        Assert.True(Nodes.All.All(n => n.Load.Breaker is BreakerState.Closed));
    }

    [Fact]
    public async Task A_node_with_more_weight_is_the_place_of_more_conversations()
    {
        await StartAsync(("Nodes:0:Weight", "4"));

        for (var i = 0; i < 100; i++) await _fixture.Inference.ChatAsync(InferenceFixture.Question() with { AffinityKey = $"{i}" }, new CollectingSink(), CancellationToken.None);

        Assert.InRange(_first.Calls.Count, 65, 95);
    }

    [Fact]
    public async Task A_conversation_is_known_by_its_beginning_and_its_user()
    {
        ChatMessage[] beginning = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hello")];
        ChatMessage[] later = [.. beginning, new(ChatRole.Assistant, "Hi"), new(ChatRole.User, "And now?")];
        var places = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            var question = InferenceFixture.Question() with { Caller = new(Guid.CreateVersion7()) };
            var (one, two) = (new CollectingSink(), new CollectingSink());
            await _fixture.Inference.ChatAsync(question with { Messages = beginning }, one, CancellationToken.None);
            await _fixture.Inference.ChatAsync(question with { Messages = later }, two, CancellationToken.None);
            Assert.Equal(one.Nodes, two.Nodes);
            places.Add(one.Nodes[0]);
        }

        Assert.Equal(2, places.Count);
    }

    [Fact]
    public async Task An_alias_falls_back_to_the_next_model_when_nobody_can_serve_the_first()
    {
        // An alias is everybody's: this one must not show in other tests' lists.
        await using var database = await TestDatabase.CreateAsync();
        await _fixture.DisposeAsync();
        _fixture = await InferenceFixture.StartAsync([_first.AsNode(name: "first"), _second.AsNode(name: "second", index: 1)], database.ConnectionString);
        await PickingTests.AllKnownAsync(_fixture, 2);
        _second.Models = [new("spare:1b")];
        await AliasAsync("house-a", "nowhere", EngineSimulator.Model, "spare:1b");
        await UntilAsync(() => Nodes.All[1].Find("spare:1b") is not null);
        var sink = new CollectingSink();
        await _fixture.AskAsync(sink, model: "house-a");
        Assert.Equal(EngineSimulator.Model, sink.Model);

        _first.Answer(SimulatedAnswer.Failure(500));
        sink = new();
        await _fixture.AskAsync(sink, model: "house-a");
        Assert.Equal(("spare:1b", "second"), (sink.Model, sink.Nodes.Single()));

        Nodes.All[0].Draining = true;
        sink = new();
        await _fixture.AskAsync(sink, model: "house-a");
        Assert.Equal("spare:1b", sink.Model);
        await StartAsync();
    }

    [Fact]
    public async Task A_key_for_other_models_finds_none_here()
    {
        var failure = await Assert.ThrowsAsync<InferenceException>(() =>
            _fixture.Inference.ChatAsync(InferenceFixture.Question() with { Caller = Callers.Someone with { Models = ["other:1b"] } }, new CollectingSink(), CancellationToken.None));

        Assert.Equal(InferenceError.ModelNotFound, failure.Error);
        Assert.Empty(_first.Calls);
    }

    public static TheoryData<string> Parameters => ["toolChoice", "parallelToolCalls", "logprobs"];

    [Theory, MemberData(nameof(Parameters))]
    public async Task What_one_kind_of_node_cannot_do_goes_to_another_kind_or_is_refused_by_name(string parameter)
    {
        var question = InferenceFixture.Question() with { Tools = [new("t", null, JsonElement.Parse("{}"))] };
        question = parameter switch
        {
            "toolChoice" => question with { ToolChoice = new(ToolChoiceKind.Required) },
            "parallelToolCalls" => question with { ParallelToolCalls = false },
            _ => question with { TopLogprobs = 2 },
        };
        if (parameter != "logprobs")
        {
            var refused = await Assert.ThrowsAsync<InferenceException>(() => _fixture.Inference.ChatAsync(question, new CollectingSink(), CancellationToken.None));
            Assert.Equal((InferenceError.Unsupported, parameter), (refused.Error, refused.Parameter));
            Assert.Empty(_first.Calls);
        }

        await StartAsync(("Nodes:1:Kind", "openai"));
        for (var i = 0; i < 4; i++) await _fixture.Inference.ChatAsync(question with { AffinityKey = $"{i}" }, new CollectingSink(), CancellationToken.None);

        if (parameter != "logprobs") Assert.Empty(_first.Calls);
        Assert.Equal(4, _first.Calls.Count + _second.Calls.Count);
    }

    private async Task StartAsync(params (string, string)[] settings)
    {
        if (_fixture is not null) await _fixture.DisposeAsync();
        _fixture = await InferenceFixture.StartAsync([_first.AsNode(name: "first"), _second.AsNode(name: "second", index: 1)], settings);
        await PickingTests.AllKnownAsync(_fixture, 2);
    }

    private Task<ChatResult> AskAsync(string favourite, CollectingSink sink) =>
        _fixture.Inference.ChatAsync(InferenceFixture.Question() with { AffinityKey = RetryTests.FavouriteOf(favourite, favourite == "first" ? "second" : "first") }, sink, CancellationToken.None);

    private async Task<string> NodeOfAsync(string favourite)
    {
        var sink = new CollectingSink();
        await AskAsync(favourite, sink);
        return sink.Nodes.Single();
    }

    private async Task AliasAsync(string name, params string[] targets)
    {
        await using var command = _fixture.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"INSERT INTO inference.model_aliases VALUES ('{name}', '{{{string.Join(',', targets)}}}', now())");
        await command.ExecuteNonQueryAsync();
        await UntilAsync(() => _fixture.Services.GetRequiredService<ModelDirectory>().Aliases.ContainsKey(name));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition()) await Task.Delay(10, limit.Token);
    }
}
