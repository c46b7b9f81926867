namespace OllamaNet.Inference.Nodes;

/// <summary>Whether a node gets work after what became of the last requests.</summary>
internal enum BreakerState
{
    Closed,

    /// <summary>It failed too often: nothing is sent to it for a while.</summary>
    Open,

    /// <summary>One request finds out whether it works again.</summary>
    HalfOpen,
}

/// <summary>What a node does now and how well it did lately.</summary>
internal sealed class NodeLoad
{
    private int _inFlight;

    /// <summary>Calls that run now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Recent time to the first token; null while nothing was measured.</summary>
    public TimeSpan? FirstToken => null;

    /// <summary>Recent speed of one answer; null while nothing was measured.</summary>
    public double? TokensPerSecond => null;

    /// <summary>Share of the recent requests that failed for the node's sake, 0 to 1.</summary>
    public double ErrorRate => 0;

    public BreakerState Breaker => BreakerState.Closed;

    public void Enter() => Interlocked.Increment(ref _inFlight);

    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
