namespace OllamaNet.Inference.Limits;

/// <summary>Why a call is not admitted.</summary>
internal enum LimitKind { None, Requests, Tokens, Streams, Day, Month }

/// <summary>The counters of one account: a user, a key, or a user's use of one model.</summary>
internal sealed class Meter(TimeProvider time)
{
    private readonly Lock _gate = new();
    private MinuteBucket _requests, _tokens;
    private int _streams;
    private DateOnly _date;
    private long _day, _month;

    /// <summary>Takes one request, one stream and the tokens that it will cost at least; or nothing, and says why and for how long.</summary>
    public LimitKind TryEnter(in Allowance allowance, int tokens, out TimeSpan wait)
    {
        lock (_gate)
        {
            Turn();
            wait = default;
            if (allowance.ConcurrentStreams > 0 && _streams >= allowance.ConcurrentStreams) return LimitKind.Streams;
            if (allowance.RequestsPerMinute > 0 && (wait = _requests.WaitFor(1, allowance.RequestsPerMinute, time)) > TimeSpan.Zero) return LimitKind.Requests;
            if (allowance.TokensPerMinute > 0 && (wait = _tokens.WaitFor(tokens, allowance.TokensPerMinute, time)) > TimeSpan.Zero) return LimitKind.Tokens;
            if (allowance.TokensPerDay > 0 && _day + tokens > allowance.TokensPerDay) return LimitKind.Day;
            if (allowance.TokensPerMonth > 0 && _month + tokens > allowance.TokensPerMonth) return LimitKind.Month;

            _streams++;
            if (allowance.RequestsPerMinute > 0) _requests.Add(1);
            AddTokens(allowance, tokens);
            return LimitKind.None;
        }
    }

    /// <summary>Gives the stream back, and counts what the call cost besides what was taken.</summary>
    /// <param name="request">Gives the request back too: it was not made.</param>
    public void Leave(in Allowance allowance, int more, bool request = false)
    {
        lock (_gate)
        {
            Turn();
            _streams--;
            if (request && allowance.RequestsPerMinute > 0) _requests.Add(-1);
            AddTokens(allowance, more);
        }
    }

    /// <summary>Tokens of a call that was not asked for permission.</summary>
    public void Count(in Allowance allowance, int tokens)
    {
        lock (_gate)
        {
            Turn();
            AddTokens(allowance, tokens);
        }
    }

    /// <summary>What all processes counted; this one may know more of its own, which is on its way.</summary>
    public void CatchUp(long day, long month)
    {
        lock (_gate)
        {
            Turn();
            _day = Math.Max(_day, day);
            _month = Math.Max(_month, month);
        }
    }

    public (long Left, TimeSpan Full) Requests(int limit)
    {
        lock (_gate) return _requests.Peek(limit, time);
    }

    public (long Left, TimeSpan Full) Tokens(int limit)
    {
        lock (_gate) return _tokens.Peek(limit, time);
    }

    internal int Streams => _streams;

    private void AddTokens(in Allowance allowance, int tokens)
    {
        if (allowance.TokensPerMinute > 0) _tokens.Add(tokens);
        _day = Math.Max(0, _day + tokens);
        _month = Math.Max(0, _month + tokens);
    }

    private void Turn()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today == _date) return;
        _day = 0;
        if (today.Month != _date.Month || today.Year != _date.Year) _month = 0;
        _date = today;
    }
}
