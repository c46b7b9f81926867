namespace OllamaNet.Inference.Limits;

/// <summary>
/// What was used of an amount a minute, flowing off evenly: no minute begins at which everybody comes at once. Counts what was used and not what is left,
/// so that a limit may change at any time, and may be overdrawn by what turns out later to have cost more.
/// </summary>
internal struct MinuteBucket
{
    private double _used;
    private long _at;

    /// <summary>How long until it would fit; zero when it does. An empty bucket takes what is larger than itself.</summary>
    public TimeSpan WaitFor(double cost, int limit, TimeProvider time)
    {
        Flow(limit, time);
        return _used + cost <= limit || _used <= 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(Math.Min(_used, _used + cost - limit) / limit);
    }

    public void Add(double cost) => _used = Math.Max(0, _used + cost);

    /// <summary>What is left, and when all of it is there again.</summary>
    public (long Left, TimeSpan Full) Peek(int limit, TimeProvider time)
    {
        Flow(limit, time);
        return (Math.Max(0, (long)(limit - _used)), TimeSpan.FromMinutes(_used / limit));
    }

    private void Flow(int limit, TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (_at != 0) _used = Math.Max(0, _used - (time.GetElapsedTime(_at, now).TotalMinutes * limit));
        _at = now;
    }
}
