using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;
using Xunit;

namespace OllamaNet.Inference.Tests.Routing;

public sealed class NodeLoadTests
{
    private static readonly BreakerLimits Limits = new(3, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5));

    private readonly ManualTime _time = new();
    private readonly NodeLoad _load;

    public NodeLoadTests() => _load = new(Limits, _time);

    [Fact]
    public void So_many_failures_keep_work_from_a_node_until_a_pause_is_over()
    {
        Fail(2);
        Assert.Equal(BreakerState.Closed, _load.Breaker);
        Fail(1);
        Assert.Equal((BreakerState.Open, false), (_load.Breaker, _load.Admits));
        Assert.Equal(TimeSpan.FromSeconds(5), _load.Pause);

        _time.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal((BreakerState.HalfOpen, true), (_load.Breaker, _load.Admits));
    }

    [Fact]
    public void Half_open_is_one_request_at_a_time_and_its_fate_decides()
    {
        Fail(3);
        _time.Pass(TimeSpan.FromSeconds(5));

        var trial = _load.Enter();
        Assert.Equal((true, false, false), (trial, _load.Admits, _load.AdmitsTrial));
        _load.Failed(InferenceError.Failed);
        _load.Leave(trial);
        Assert.Equal(BreakerState.Open, _load.Breaker);

        _time.Pass(TimeSpan.FromSeconds(5));
        trial = _load.Enter();
        _load.Began(TimeSpan.FromSeconds(1));
        Assert.Equal((BreakerState.Closed, true), (_load.Breaker, _load.Admits));
        _load.Leave(trial);
        Fail(2);
        Assert.Equal(BreakerState.Closed, _load.Breaker);
    }

    [Fact]
    public void A_trial_that_its_caller_gave_up_leaves_the_question_to_the_next()
    {
        Fail(3);
        _time.Pass(TimeSpan.FromSeconds(5));

        _load.Leave(_load.Enter());

        Assert.Equal((BreakerState.HalfOpen, true), (_load.Breaker, _load.Admits));
    }

    [Fact]
    public void Failures_are_forgotten_with_time_and_outweighed_by_success()
    {
        Fail(2);
        _time.Pass(TimeSpan.FromSeconds(31));
        Fail(2);
        Assert.Equal(BreakerState.Closed, _load.Breaker);

        for (var i = 0; i < 10; i++) _load.Answered(1, TimeSpan.Zero);
        Fail(5);
        Assert.Equal(BreakerState.Closed, _load.Breaker);
    }

    [Fact]
    public void What_a_request_did_itself_says_nothing_about_the_node()
    {
        foreach (var error in new[] { InferenceError.Refused, InferenceError.Unsupported, InferenceError.ModelNotFound })
        {
            for (var i = 0; i < 10; i++) _load.Failed(error);
        }

        Assert.Equal((BreakerState.Closed, 0d), (_load.Breaker, _load.ErrorRate));
    }

    [Fact]
    public void A_probe_that_reaches_it_again_ends_the_pause_of_a_node_that_was_away_and_of_no_other()
    {
        for (var i = 0; i < 3; i++) _load.Probed(reached: false);
        Assert.Equal(BreakerState.Open, _load.Breaker);
        _load.Probed(reached: true);
        Assert.Equal(BreakerState.HalfOpen, _load.Breaker);

        var other = new NodeLoad(Limits, _time);
        for (var i = 0; i < 3; i++) other.Failed(InferenceError.Failed);
        other.Probed(reached: true);
        Assert.Equal(BreakerState.Open, other.Breaker);
    }

    [Fact]
    public void Speed_is_what_was_measured_lately()
    {
        Assert.Equal((null, null), (_load.FirstToken, _load.TokensPerSecond));

        _load.Began(TimeSpan.FromSeconds(1));
        _load.Answered(100, TimeSpan.FromSeconds(2));
        Assert.Equal((TimeSpan.FromSeconds(1), 50d), (_load.FirstToken, _load.TokensPerSecond));

        for (var i = 0; i < 30; i++) _load.Answered(20, TimeSpan.FromSeconds(2));
        Assert.InRange(_load.TokensPerSecond!.Value, 10, 11);
        Fail(1);
        Assert.Equal(0.2, _load.ErrorRate, precision: 6);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++) _load.Failed(InferenceError.Failed);
    }
}
