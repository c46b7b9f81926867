using System.Collections.Frozen;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Limits;

/// <summary>
/// The rules as they are now. For each number the most specific rule that has it counts: the user's own, then the most generous of his roles, then everyone's,
/// then the settings. A model's rule stands beside these: it limits each user's calls of that model.
/// </summary>
internal sealed class RuleBook
{
    private readonly Allowance _everyone;
    private readonly FrozenDictionary<Guid, LimitRule> _users;
    private readonly FrozenDictionary<string, LimitRule> _roles, _models;

    public RuleBook(CallLimitsOptions options, IReadOnlyList<LimitRule> rules)
    {
        _everyone = Allowance.Of(options).With(rules.FirstOrDefault(r => r.Subject is LimitSubject.Everyone));
        _users = rules.Where(r => r.Subject is LimitSubject.User && Guid.TryParse(r.Name, out _)).ToFrozenDictionary(r => Guid.Parse(r.Name));
        _roles = Named(rules, LimitSubject.Role);
        _models = Named(rules, LimitSubject.Model);
    }

    public Allowance Of(Guid userId, IReadOnlyList<string> roles)
    {
        var allowance = _everyone;
        if (_roles.Count > 0) allowance = allowance.With(MostGenerous(roles));
        return _users.Count > 0 ? allowance.With(_users.GetValueOrDefault(userId)) : allowance;
    }

    /// <summary>Null: no rule of its own.</summary>
    public Allowance? OfModel(string model) => _models.TryGetValue(model, out var rule) ? default(Allowance).With(rule) : null;

    private LimitRule? MostGenerous(IReadOnlyList<string> roles)
    {
        LimitRule? joined = null;
        foreach (var role in roles)
        {
            if (!_roles.TryGetValue(role, out var rule)) continue;
            joined = joined is null ? rule : new LimitRule
            {
                Id = rule.Id,
                Subject = LimitSubject.Role,
                Name = rule.Name,
                RequestsPerMinute = (int?)More(joined.RequestsPerMinute, rule.RequestsPerMinute),
                TokensPerMinute = (int?)More(joined.TokensPerMinute, rule.TokensPerMinute),
                ConcurrentStreams = (int?)More(joined.ConcurrentStreams, rule.ConcurrentStreams),
                TokensPerDay = More(joined.TokensPerDay, rule.TokensPerDay),
                TokensPerMonth = More(joined.TokensPerMonth, rule.TokensPerMonth),
            };
        }

        return joined;
    }

    private static long? More(long? a, long? b) => (a, b) switch
    {
        (null, _) => b,
        (_, null) => a,
        (0, _) or (_, 0) => 0,
        _ => Math.Max(a.Value, b.Value),
    };

    private static FrozenDictionary<string, LimitRule> Named(IReadOnlyList<LimitRule> rules, LimitSubject subject) =>
        rules.Where(r => r.Subject == subject).ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);
}
