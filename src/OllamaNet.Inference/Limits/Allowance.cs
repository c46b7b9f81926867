using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Limits;

/// <summary>What holds for one account of calls. 0 is no limit.</summary>
internal readonly record struct Allowance(int RequestsPerMinute, int TokensPerMinute, int ConcurrentStreams, long TokensPerDay, long TokensPerMonth)
{
    public static Allowance Of(CallLimitsOptions options) =>
        new(options.RequestsPerMinute, options.TokensPerMinute, options.ConcurrentStreams, options.TokensPerDay, options.TokensPerMonth);

    public static Allowance Of(CallerLimits key) => new(key.RequestsPerMinute ?? 0, key.TokensPerMinute ?? 0, key.ConcurrentStreams ?? 0, 0, 0);

    /// <summary>As the rule says, where it says something.</summary>
    public Allowance With(LimitRule? rule) => rule is null ? this : new(
        rule.RequestsPerMinute ?? RequestsPerMinute, rule.TokensPerMinute ?? TokensPerMinute, rule.ConcurrentStreams ?? ConcurrentStreams,
        rule.TokensPerDay ?? TokensPerDay, rule.TokensPerMonth ?? TokensPerMonth);
}
