using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Limits;
using Xunit;

namespace OllamaNet.Inference.Tests.Limits;

public sealed class CallLimitsTests
{
    private const string Model = "llama3:8b";
    private readonly SetClock _clock = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly Caller _ada = new(Guid.CreateVersion7()) { Roles = ["User"] };
    private readonly Caller _bob = new(Guid.CreateVersion7()) { Roles = ["User"] };

    [Fact]
    public void Requests_of_a_minute_flow_off_evenly()
    {
        var limits = Limits(new() { RequestsPerMinute = 6 });
        for (var i = 0; i < 6; i++) limits.Admit(_ada, Model, 10).Settle(10);

        var refused = Refused(limits, _ada);
        limits.Admit(_bob, Model, 10);
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Refused(limits, _ada);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        limits.Admit(_ada, Model, 10);

        Assert.Equal((InferenceError.LimitReached, 10), (refused.Error, refused.RetryAfter!.Value.TotalSeconds));
        Assert.Contains("requests a minute (6)", refused.Message, StringComparison.Ordinal);
        Refused(limits, _ada);
    }

    [Fact]
    public void Tokens_are_taken_as_estimated_and_counted_as_they_were()
    {
        var limits = Limits(new() { TokensPerMinute = 1000 });

        var ticket = limits.Admit(_ada, Model, 100);
        Assert.Equal(900, limits.StandingOf(_ada.UserId, _ada.Roles, null, null).Tokens!.Value.Left);
        ticket.Settle(1500);

        var refused = Refused(limits, _ada, 100);
        Assert.Equal(InferenceError.LimitReached, refused.Error);
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 35.9, 36.1);
        _clock.Advance(TimeSpan.FromSeconds(37));
        limits.Admit(_ada, Model, 100).Settle(0);
    }

    [Fact]
    public void What_is_larger_than_the_limit_passes_when_nothing_else_was_used()
    {
        var limits = Limits(new() { TokensPerMinute = 1000 });

        limits.Admit(_ada, Model, 5000).Settle(5000);

        Assert.InRange(Refused(limits, _ada, 5000).RetryAfter!.Value.TotalMinutes, 4.9, 5.1);
    }

    [Fact]
    public void A_call_that_was_refused_takes_nothing_of_any_account()
    {
        var limits = Limits(new() { RequestsPerMinute = 10, TokensPerMinute = 10_000 }, Rule(LimitSubject.Model, Model, requests: 1));
        limits.Admit(_ada, Model, 100).Settle(100);

        for (var i = 0; i < 20; i++) Assert.Contains($"with the model {Model}", Refused(limits, _ada, 100).Message, StringComparison.Ordinal);

        var (requests, tokens) = limits.StandingOf(_ada.UserId, _ada.Roles, null, null);
        Assert.Equal((9, 9900, 0), (requests!.Value.Left, tokens!.Value.Left, limits.StreamsOf(_ada.UserId)));
        limits.Admit(_ada, "another", 100);
    }

    [Fact]
    public void A_place_is_given_back_once_however_often_a_call_ends()
    {
        var limits = Limits(new() { ConcurrentStreams = 2 });
        var first = limits.Admit(_ada, Model, 1);
        limits.Admit(_ada, Model, 1);

        Assert.Equal(InferenceError.LimitReached, Refused(limits, _ada).Error);
        first.Settle(5);
        first.Settle(5);

        Assert.Equal(1, limits.StreamsOf(_ada.UserId));
        limits.Admit(_ada, Model, 1);
        Refused(limits, _ada);
    }

    [Fact]
    public void A_key_has_limits_of_its_own_below_those_of_its_owner()
    {
        var limits = Limits(new() { RequestsPerMinute = 3 });
        var narrow = _ada with { KeyId = Guid.CreateVersion7(), Limits = new(RequestsPerMinute: 1, null, null) };
        var other = _ada with { KeyId = Guid.CreateVersion7(), Limits = new(RequestsPerMinute: 100, null, null) };
        limits.Admit(narrow, Model, 1);

        Assert.Contains("API key", Refused(limits, narrow).Message, StringComparison.Ordinal);
        Assert.Equal(0, limits.StandingOf(_ada.UserId, _ada.Roles, narrow.KeyId, narrow.Limits).Requests!.Value.Left);
        limits.Admit(other, Model, 1);
        limits.Admit(_ada, Model, 1);
        Assert.DoesNotContain("API key", Refused(limits, other).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotas_begin_anew_with_the_day_and_the_month()
    {
        var limits = Limits(new() { TokensPerDay = 100, TokensPerMonth = 150 });
        limits.Admit(_ada, Model, 10).Settle(100);

        var day = Refused(limits, _ada);
        _clock.Advance(TimeSpan.FromDays(1));
        limits.Admit(_ada, Model, 10).Settle(50);
        var month = Refused(limits, _ada);
        _clock.Advance(TimeSpan.FromDays(9));
        limits.Admit(_ada, Model, 10);

        Assert.Equal((InferenceError.QuotaReached, TimeSpan.FromHours(12)), (day.Error, day.RetryAfter!.Value));
        Assert.Equal((InferenceError.QuotaReached, TimeSpan.FromDays(8.5)), (month.Error, month.RetryAfter!.Value));
    }

    [Fact]
    public void A_quota_is_not_overrun_by_calls_that_run_at_once()
    {
        var limits = Limits(new() { TokensPerDay = 100 });
        for (var i = 0; i < 10; i++) limits.Admit(_ada, Model, 10);

        Assert.Equal(InferenceError.QuotaReached, Refused(limits, _ada).Error);
    }

    [Fact]
    public void What_other_processes_counted_counts_here_too()
    {
        var limits = Limits(new() { TokensPerDay = 100 });
        limits.Admit(_ada, Model, 10).Settle(10);

        limits.CatchUp(_ada.UserId, day: 5, month: 5);
        limits.Admit(_ada, Model, 10).Settle(10);
        limits.CatchUp(_ada.UserId, day: 95, month: 95);

        Assert.Equal(InferenceError.QuotaReached, Refused(limits, _ada).Error);
    }

    [Fact]
    public void For_each_number_the_most_specific_rule_counts()
    {
        var limits = Limits(
            new() { RequestsPerMinute = 10, TokensPerMinute = 1000, ConcurrentStreams = 10 },
            Rule(LimitSubject.Everyone, "", requests: 20),
            Rule(LimitSubject.Role, "User", tokens: 3000),
            Rule(LimitSubject.Role, "Guest", tokens: 500, requests: 1),
            Rule(LimitSubject.User, _bob.UserId.ToString(), requests: 7, tokens: 0));

        Assert.Equal((20, 3000), Allowed(limits, _ada));
        Assert.Equal((1, 3000), Allowed(limits, _ada with { Roles = ["Guest", "User"] }));
        Assert.Equal((7, null), Allowed(limits, _bob));
    }

    [Fact]
    public void Work_that_nobody_waits_for_is_counted_and_never_refused()
    {
        var limits = Limits(new() { RequestsPerMinute = 1, ConcurrentStreams = 1, TokensPerDay = 100 });

        for (var i = 0; i < 5; i++) limits.Admit(_ada with { Background = true }, Model, 10).Settle(30);

        Assert.Equal((0, InferenceError.QuotaReached), (limits.StreamsOf(_ada.UserId), Refused(limits, _ada).Error));
    }

    [Fact]
    public void It_holds_when_many_ask_at_once()
    {
        var limits = Limits(new() { RequestsPerMinute = 100, ConcurrentStreams = 50 });
        var admitted = 0;

        Parallel.For(0, 1000, _ =>
        {
            try
            {
                limits.Admit(_ada, Model, 1);
                Interlocked.Increment(ref admitted);
            }
            catch (InferenceException)
            {
                // Refused, as most must be.
            }
        });

        Assert.Equal(50, admitted);
    }

    private CallLimits Limits(CallLimitsOptions options, params LimitRule[] rules)
    {
        var limits = new CallLimits(Options.Create(options), _clock);
        limits.Use(rules);
        return limits;
    }

    private static LimitRule Rule(LimitSubject subject, string name, int? requests = null, int? tokens = null) =>
        new() { Id = Guid.CreateVersion7(), Subject = subject, Name = name, RequestsPerMinute = requests, TokensPerMinute = tokens };

    private static (int? Requests, int? Tokens) Allowed(CallLimits limits, Caller caller) =>
        limits.StandingOf(caller.UserId, caller.Roles, null, null) is var (requests, tokens) ? (requests?.Limit, tokens?.Limit) : default;

    private static InferenceException Refused(CallLimits limits, Caller caller, int tokens = 10) => Assert.Throws<InferenceException>(() => limits.Admit(caller, Model, tokens));
}
