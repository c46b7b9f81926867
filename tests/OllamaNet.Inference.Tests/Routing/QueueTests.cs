using OllamaNet.Contracts.Inference;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Routing;

/// <summary>A node with one place: who gets it, who waits, and who is told to come back.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private readonly Caller _ada = new(Guid.CreateVersion7());
    private readonly Caller _ben = new(Guid.CreateVersion7());
    private readonly List<Task> _asked = [];
    private EngineSimulator _simulator = null!;
    private InferenceFixture _fixture = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await EngineSimulator.StartAsync();
        _simulator.Answer(new SimulatedAnswer("a", "b") { Hold = true, FaultAfter = 1 });
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_user_with_a_hundred_requests_does_not_delay_a_user_with_one()
    {
        for (var i = 0; i < 100; i++) await AskAsync(_ada, $"ada {i}");
        await AskAsync(_ben, "ben");

        await ReleaseAllAsync();

        // The first runs already when Ben comes.
        Assert.Equal("ben", Order()[1]);
        Assert.Equal(101, Order().Count);
    }

    [Fact]
    public async Task Users_take_turns_and_each_ones_requests_stay_in_order()
    {
        foreach (var i in new[] { 1, 2, 3 }) await AskAsync(_ada, $"ada {i}");
        foreach (var i in new[] { 1, 2, 3 }) await AskAsync(_ben, $"ben {i}");

        await ReleaseAllAsync();

        Assert.Equal(["ada 1", "ben 1", "ada 2", "ben 2", "ada 3", "ben 3"], Order());
    }

    [Fact]
    public async Task Work_that_nobody_waits_for_comes_last()
    {
        await AskAsync(_ada, "running");
        await AskAsync(_ada with { Background = true }, "title");
        await AskAsync(_ben, "ben 1");
        await AskAsync(_ben, "ben 2");

        await ReleaseAllAsync();

        Assert.Equal(["running", "ben 1", "ben 2", "title"], Order());
    }

    [Fact]
    public async Task Everybody_in_the_queue_learns_the_place_and_its_changes()
    {
        await AskAsync(_ada, "running");
        var first = await AskAsync(_ada, "first");
        var second = await AskAsync(_ada, "second");
        var other = await AskAsync(_ben, "other");
        Assert.Equal((1, 2), (first.Places.First(), second.Places.First()));

        // Ben's turn comes first: everybody moves back.
        await UntilAsync(() => other.Places.LastOrDefault() == 1 && first.Places.Last() == 2 && second.Places.Last() == 3);
        await ReleaseAllAsync();

        Assert.Equal([1, 2], first.Places.Take(2));
        Assert.True(first.Places.Count <= 4, "a place is told again only when it changes");
    }

    [Fact]
    public async Task Who_leaves_the_queue_gives_up_the_place_at_once()
    {
        using var leaving = new CancellationTokenSource();
        await AskAsync(_ada, "running");
        var left = Ask(_ada, "left", new CollectingSink(), leaving.Token);
        var behind = await AskAsync(_ada, "behind");
        Assert.Equal(2, behind.Places.Last());

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await UntilAsync(() => behind.Places.Last() == 1);
        await ReleaseAllAsync();
        Assert.Equal(["running", "behind"], Order());
    }

    [Fact]
    public async Task A_full_queue_says_when_to_come_back()
    {
        await StartAsync(("QueueLength", "2"));
        foreach (var i in new[] { 1, 2, 3 }) await AskAsync(_ada, $"ada {i}");

        var failure = await Assert.ThrowsAsync<InferenceException>(() => Ask(_ada, "one too many", new CollectingSink()));

        Assert.Equal(InferenceError.Busy, failure.Error);
        Assert.NotNull(failure.RetryAfter);
        Assert.InRange(failure.RetryAfter.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        await ReleaseAllAsync();
        Assert.Equal(["ada 1", "ada 2", "ada 3"], Order());
    }

    [Fact]
    public async Task Nobody_keeps_others_out_by_filling_the_queue()
    {
        await StartAsync(("QueueLength", "2"));
        foreach (var i in new[] { 1, 2 }) await AskAsync(_ada, $"ada {i}");
        var pushedOut = Ask(_ada, "ada 3", new CollectingSink());
        await AskAsync(_ben, "ben");

        var failure = await Assert.ThrowsAsync<InferenceException>(() => pushedOut);

        Assert.Equal(InferenceError.Busy, failure.Error);
        await ReleaseAllAsync();
        Assert.Equal(["ada 1", "ben", "ada 2"], Order());
    }

    [Fact]
    public async Task Nobody_waits_for_ever()
    {
        await StartAsync(("LongestWait", "00:00:00.300"));
        await AskAsync(_ada, "running");

        var failure = await Assert.ThrowsAsync<InferenceException>(() => Ask(_ada, "late", new CollectingSink()).WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Equal(InferenceError.Busy, failure.Error);
        Assert.NotNull(failure.RetryAfter);
        await ReleaseAllAsync();
        Assert.Single(Order());
    }

    [Fact]
    public async Task One_user_gets_so_many_places_and_no_more()
    {
        await StartAsync(("MaxConcurrentPerUser", "1"), ("Nodes:0:MaxConcurrent", "3"));
        await AskAsync(_ada, "ada 1");
        var second = await AskAsync(_ada, "ada 2");
        await AskAsync(_ben, "ben");

        await UntilAsync(() => Order().Count == 2);
        Assert.Equal(["ada 1", "ben"], Order());
        Assert.NotEmpty(second.Places);
        await ReleaseAllAsync();
        Assert.Equal(["ada 1", "ben", "ada 2"], Order());
    }

    [Fact]
    public async Task A_node_never_has_more_than_it_takes_and_all_are_served()
    {
        await StartAsync(("Nodes:0:MaxConcurrent", "3"));
        _simulator.Answer(SimulatedAnswer.Words("a b c") with { TokenDelay = TimeSpan.FromMilliseconds(2) });
        var most = 0;
        var asked = Enumerable.Range(0, 60).Select(i => Ask(new(Guid.CreateVersion7()), $"{i}", new CollectingSink())).ToList();
        while (!Task.WhenAll(asked).IsCompleted)
        {
            most = Math.Max(most, _fixture.Load().InFlight);
            await Task.Delay(1);
        }

        await Task.WhenAll(asked);

        Assert.InRange(most, 1, 3);
        Assert.Equal(0, _fixture.Load().InFlight);
        Assert.Equal(60, Order().Count);
    }

    [Fact]
    public async Task Vectors_wait_their_turn_too()
    {
        _simulator.AnswerFor(EngineSimulator.EmbeddingModel, new SimulatedAnswer());
        await AskAsync(_ada, "running");
        var vectors = _fixture.Inference.EmbedAsync(new(EngineSimulator.EmbeddingModel, ["a"], _ben), CancellationToken.None);
        await Task.Delay(100);
        Assert.False(vectors.IsCompleted);

        await ReleaseAllAsync();

        Assert.Single((await vectors).Vectors);
    }

    private async Task StartAsync(params (string, string)[] settings)
    {
        if (_fixture is not null) await _fixture.DisposeAsync();
        _fixture = await InferenceFixture.StartAsync([_simulator.AsNode(more: ("MaxConcurrent", "1"))], settings);
        await PickingTests.AllKnownAsync(_fixture, 1);
    }

    private Task<ChatResult> Ask(Caller caller, string text, CollectingSink sink, CancellationToken cancellationToken = default) =>
        _fixture.Inference.ChatAsync(InferenceFixture.Question() with { Caller = caller, Messages = [new(ChatRole.User, text)] }, sink, cancellationToken);

    /// <summary>Asks, and waits until the request either runs or waits.</summary>
    private async Task<CollectingSink> AskAsync(Caller caller, string text)
    {
        var sink = new CollectingSink();
        _asked.Add(Ask(caller, text, sink));
        await UntilAsync(() => sink.Parts > 0 || !sink.Places.IsEmpty);
        return sink;
    }

    private async Task ReleaseAllAsync()
    {
        var all = Task.WhenAll(_asked);
        while (!all.IsCompleted)
        {
            _simulator.Release();
            await Task.Delay(2);
        }

        await all;
    }

    /// <summary>The questions, as the node got them.</summary>
    private List<string> Order() => [.. _simulator.Calls.Where(c => c.Path == "/api/chat").Select(c => c.Body.GetProperty("messages")[0].GetProperty("content").GetString()!)];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition()) await Task.Delay(5, limit.Token);
    }
}
