using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Limits;

/// <summary>
/// Who may make one more call, decided in memory. A call must fit into the account of its user, of its key and of the user's use of the model. Each process counts
/// for itself by the minute; days and months are joined over processes by the rolled-up usage.
/// </summary>
internal sealed class CallLimits(IOptions<CallLimitsOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, Meter> _users = new(), _keys = new();
    private readonly ConcurrentDictionary<(Guid User, string Model), Meter> _models = new();
    private readonly Lock _changing = new();
    private CallLimitsOptions _defaults = options.Value;
    private IReadOnlyList<LimitRule> _written = [];
    private volatile RuleBook _rules = new(options.Value, []);

    public void Use(IReadOnlyList<LimitRule> rules)
    {
        lock (_changing) _rules = new RuleBook(_defaults, _written = rules);
    }

    /// <summary>What counts where no rule says otherwise.</summary>
    public void Use(CallLimitsOptions defaults)
    {
        lock (_changing) _rules = new RuleBook(_defaults = defaults, _written);
    }

    /// <summary>Lets a call in, or throws. What comes back must be settled, once, whatever becomes of the call.</summary>
    /// <param name="model">The public name of the model that is going to be used.</param>
    /// <param name="promptTokens">A rough count; what was right is known at the end.</param>
    /// <exception cref="InferenceException">A limit or a quota is reached; it says when to come back.</exception>
    public CallTicket Admit(Caller caller, string model, int promptTokens)
    {
        var rules = _rules;
        var (user, ofUser) = (UserMeter(caller.UserId), rules.Of(caller.UserId, caller.Roles));
        var (ofModel, modelMeter) = (rules.OfModel(model) ?? default, _models.GetOrAdd((caller.UserId, model), NewModelMeter, time));
        var ticket = new CallTicket(user, ofUser, modelMeter, ofModel, promptTokens);
        // What nobody waits for gives way in the queue; people's limits are for people. It counts all the same.
        if (caller.Background) return ticket.Uncounted();

        if (caller is { KeyId: { } id, Limits: { } own })
        {
            var (key, ofKey) = (_keys.GetOrAdd(id, NewMeter, time), Allowance.Of(own));
            if (key.TryEnter(ofKey, promptTokens, out var keyWait) is not LimitKind.None and var atKey) throw Refusal(atKey, ofKey, keyWait, "with this API key");
            ticket.Also(key, ofKey);
        }

        if (user.TryEnter(ofUser, promptTokens, out var wait) is not LimitKind.None and var atUser)
        {
            ticket.GiveBackKey();
            throw Refusal(atUser, ofUser, wait, where: null);
        }

        if (modelMeter.TryEnter(ofModel, promptTokens, out wait) is not LimitKind.None and var atModel)
        {
            user.Leave(ofUser, -promptTokens, request: true);
            ticket.GiveBackKey();
            throw Refusal(atModel, ofModel, wait, $"with the model {model}");
        }

        return ticket;
    }

    /// <summary>Where a caller stands: the tighter of his own account and of his key's. Null where there is no limit.</summary>
    public (Standing? Requests, Standing? Tokens) StandingOf(Guid userId, IReadOnlyList<string> roles, Guid? keyId, CallerLimits? keyLimits)
    {
        var (user, allowance) = (UserMeter(userId), _rules.Of(userId, roles));
        var requests = allowance.RequestsPerMinute > 0 ? Standing.Of(allowance.RequestsPerMinute, user.Requests(allowance.RequestsPerMinute)) : (Standing?)null;
        var tokens = allowance.TokensPerMinute > 0 ? Standing.Of(allowance.TokensPerMinute, user.Tokens(allowance.TokensPerMinute)) : (Standing?)null;
        if (keyId is not { } id || keyLimits is null) return (requests, tokens);

        var key = _keys.GetOrAdd(id, NewMeter, time);
        if (keyLimits.RequestsPerMinute is { } perMinute) requests = Standing.Tighter(requests, Standing.Of(perMinute, key.Requests(perMinute)));
        if (keyLimits.TokensPerMinute is { } tokensPerMinute) tokens = Standing.Tighter(tokens, Standing.Of(tokensPerMinute, key.Tokens(tokensPerMinute)));
        return (requests, tokens);
    }

    /// <summary>Tokens of this day and this month, as all processes counted them.</summary>
    public void CatchUp(Guid userId, string model, long day, long month) => _models.GetOrAdd((userId, model), NewModelMeter, time).CatchUp(day, month);

    /// <inheritdoc cref="CatchUp(Guid, string, long, long)"/>
    public void CatchUp(Guid userId, long day, long month) => UserMeter(userId).CatchUp(day, month);

    /// <summary>How many calls of a user run or wait.</summary>
    internal int StreamsOf(Guid userId) => UserMeter(userId).Streams;

    private Meter UserMeter(Guid userId) => _users.GetOrAdd(userId, NewMeter, time);

    private static Meter NewMeter(Guid id, TimeProvider time) => new(time);

    private static Meter NewModelMeter((Guid, string) id, TimeProvider time) => new(time);

    private InferenceException Refusal(LimitKind kind, in Allowance allowance, TimeSpan wait, string? where)
    {
        var place = where is null ? "" : " " + where;
        return kind switch
        {
            LimitKind.Requests => Limit($"Your limit of requests a minute{place} ({allowance.RequestsPerMinute}) is reached.", wait),
            LimitKind.Tokens => Limit($"Your limit of tokens a minute{place} ({allowance.TokensPerMinute}) is reached.", wait),
            LimitKind.Streams => Limit($"Your limit of requests that run at once{place} ({allowance.ConcurrentStreams}) is reached. Wait until one of them ends.", TimeSpan.FromSeconds(1)),
            LimitKind.Day => Quota($"You have used up the {allowance.TokensPerDay} tokens that you may use a day{place}. The count begins anew at midnight UTC.", UntilTomorrow()),
            _ => Quota($"You have used up the {allowance.TokensPerMonth} tokens that you may use a month{place}. The count begins anew on the first at midnight UTC.", UntilNextMonth()),
        };
    }

    private static InferenceException Limit(string message, TimeSpan wait) => new(InferenceError.LimitReached, message) { RetryAfter = wait };

    private static InferenceException Quota(string message, TimeSpan wait) => new(InferenceError.QuotaReached, message) { RetryAfter = wait };

    private TimeSpan UntilTomorrow() => time.GetUtcNow() is var now ? now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime : default;

    private TimeSpan UntilNextMonth() => time.GetUtcNow().UtcDateTime is var now ? new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1) - now : default;
}
