using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Nodes;

/// <summary>What a node does now and how well it did lately. Told by the requests, and by the probe whether it can be reached.</summary>
internal sealed class NodeLoad(BreakerLimits? limits = null, TimeProvider? time = null)
{
    /// <summary>How much the newest measurement counts.</summary>
    private const double Newest = 0.2;

    private readonly Lock _gate = new();
    private readonly Breaker _breaker = new(limits ?? BreakerLimits.Default, time ?? TimeProvider.System);
    private int _inFlight;
    private double? _firstToken;
    private double? _tokensPerSecond;
    private double _errorRate;

    /// <summary>Calls that run now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Recent time to the first token; null while nothing was measured.</summary>
    public TimeSpan? FirstToken
    {
        get
        {
            lock (_gate) return _firstToken is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        }
    }

    /// <summary>Recent speed of one answer; null while nothing was measured.</summary>
    public double? TokensPerSecond
    {
        get
        {
            lock (_gate) return _tokensPerSecond;
        }
    }

    /// <summary>Share of the recent requests that failed for the node's sake, 0 to 1.</summary>
    public double ErrorRate
    {
        get
        {
            lock (_gate) return _errorRate;
        }
    }

    public BreakerState Breaker => _breaker.State;

    /// <inheritdoc cref="Breaker.Admits"/>
    public bool Admits => _breaker.Admits;

    /// <inheritdoc cref="Breaker.AdmitsTrial"/>
    public bool AdmitsTrial => _breaker.AdmitsTrial;

    /// <inheritdoc cref="Breaker.Pause"/>
    public TimeSpan Pause => _breaker.Pause;

    public InferenceError? LastError => _breaker.LastError;

    /// <returns>Whether this request tries out a node that failed; to be given back to <see cref="Leave"/>.</returns>
    public bool Enter()
    {
        Interlocked.Increment(ref _inFlight);
        return _breaker.Enter();
    }

    public void Leave(bool trial)
    {
        Interlocked.Decrement(ref _inFlight);
        if (trial) _breaker.EndTrial();
    }

    /// <summary>The answer has begun: the node works.</summary>
    public void Began(TimeSpan firstToken)
    {
        _breaker.Close();
        lock (_gate) _firstToken = Mixed(_firstToken, firstToken.TotalSeconds);
    }

    /// <summary>The answer is complete.</summary>
    /// <param name="answering">From the first token to the last.</param>
    public void Answered(int tokens, TimeSpan answering)
    {
        _breaker.Close();
        _breaker.Succeeded();
        lock (_gate)
        {
            _errorRate = Mixed(_errorRate, 0);
            // One token says nothing about speed, and neither does what came at once.
            if (tokens > 1 && answering > TimeSpan.FromMilliseconds(1)) _tokensPerSecond = Mixed(_tokensPerSecond, tokens / answering.TotalSeconds);
        }
    }

    /// <summary>A request failed. What was the request's own fault does not count, and what is about one model neither.</summary>
    public void Failed(InferenceError error)
    {
        if (error is InferenceError.Refused or InferenceError.Unsupported or InferenceError.ModelNotFound) return;
        _breaker.Failed(error);
        lock (_gate) _errorRate = Mixed(_errorRate, 1);
    }

    /// <summary>A probe reached it, or did not.</summary>
    public void Probed(bool reached)
    {
        if (reached) _breaker.EndPause();
        else _breaker.Failed(InferenceError.Unavailable);
    }

    private static double Mixed(double? before, double now) => before is { } old ? old + (Newest * (now - old)) : now;
}
