using System.Threading.Tasks.Sources;

namespace OllamaNet.Chat.Runs;

/// <summary>
/// Wakes one waiter, again and again, without allocating: a semaphore of at most one. The waiter continues on the thread that sets it,
/// which saves a hop per token; it must not block.
/// </summary>
internal sealed class Signal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Raised = 1;
    private const int Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> _core;
    private int _state;

    public void Set()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == Raised) return;
            if (Interlocked.CompareExchange(ref _state, state == Waiting ? Idle : Raised, state) != state) continue;
            if (state == Waiting) _core.SetResult(true);
            return;
        }
    }

    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Raised) == Raised) return default;

        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle) return new(this, _core.Version);

        Volatile.Write(ref _state, Idle); // raised between the two looks
        return default;
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
