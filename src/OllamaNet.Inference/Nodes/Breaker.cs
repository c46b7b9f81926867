using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Nodes;

/// <summary>Whether a node gets work after what became of the last requests.</summary>
public enum BreakerState
{
    Closed,

    /// <summary>It failed too often: nothing is sent to it while others can take the work.</summary>
    Open,

    /// <summary>One request finds out whether it works again.</summary>
    HalfOpen,
}

/// <summary>When a breaker opens and for how long.</summary>
internal sealed record BreakerLimits(int Failures, TimeSpan Window, TimeSpan Pause)
{
    public static BreakerLimits Default { get; } = new(5, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5));
}

/// <summary>
/// Keeps work from a node that keeps failing. It opens when so many requests of the last while failed, and at least half of them;
/// after a pause one request tries the node, and what becomes of that decides.
/// </summary>
internal sealed class Breaker(BreakerLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly (long At, bool Failed)[] _recent = new (long, bool)[32];
    private int _count;
    private bool _open;
    private bool _trying;
    private long _openedAt;

    public BreakerState State
    {
        get
        {
            lock (_gate) return !_open ? BreakerState.Closed : _trying || Left <= TimeSpan.Zero ? BreakerState.HalfOpen : BreakerState.Open;
        }
    }

    /// <summary>A request may go there.</summary>
    public bool Admits
    {
        get
        {
            lock (_gate) return !_open || (!_trying && Left <= TimeSpan.Zero);
        }
    }

    /// <summary>Where nobody else can take a request, it may find out before the pause is over; one at a time.</summary>
    public bool AdmitsTrial
    {
        get
        {
            lock (_gate) return !_trying;
        }
    }

    /// <summary>How long the pause still lasts.</summary>
    public TimeSpan Pause
    {
        get
        {
            lock (_gate) return !_open || Left <= TimeSpan.Zero ? TimeSpan.Zero : Left;
        }
    }

    /// <summary>What went wrong last.</summary>
    public InferenceError? LastError { get; private set; }

    private TimeSpan Left => limits.Pause - time.GetElapsedTime(_openedAt);

    /// <returns>Whether this request is the one that finds out.</returns>
    public bool Enter()
    {
        lock (_gate) return _open && !_trying && (_trying = true);
    }

    /// <summary>The request that tries the node ended, maybe without finding out.</summary>
    public void EndTrial()
    {
        lock (_gate) _trying = false;
    }

    /// <summary>It works: whatever it failed in before is forgotten.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (!_open) return;
            (_open, _trying, _count) = (false, false, 0);
        }
    }

    public void Succeeded()
    {
        lock (_gate) Add(failed: false);
    }

    public void Failed(InferenceError error)
    {
        lock (_gate)
        {
            LastError = error;
            if (_open)
            {
                if (!_trying) return;
                // It was found out: the pause begins anew.
                (_trying, _openedAt) = (false, time.GetTimestamp());
                return;
            }

            Add(failed: true);
            var (failures, all) = (0, 0);
            for (var i = 0; i < Math.Min(_count, _recent.Length); i++)
            {
                if (time.GetElapsedTime(_recent[i].At) > limits.Window) continue;
                all++;
                if (_recent[i].Failed) failures++;
            }

            if (failures < limits.Failures || failures * 2 < all) return;
            (_open, _openedAt) = (true, time.GetTimestamp());
        }
    }

    /// <summary>It could not be reached and now can: no reason to wait longer.</summary>
    public void EndPause()
    {
        lock (_gate)
        {
            if (_open && LastError is InferenceError.Unavailable) _openedAt = time.GetTimestamp() - (long)(limits.Pause.TotalSeconds * time.TimestampFrequency) - 1;
        }
    }

    private void Add(bool failed) => _recent[_count++ & (_recent.Length - 1)] = (time.GetTimestamp(), failed);
}
