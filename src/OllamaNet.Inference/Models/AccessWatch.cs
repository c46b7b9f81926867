namespace OllamaNet.Inference.Models;

/// <summary>Says when somebody may no longer use what answers him. Dispose it with the answer.</summary>
internal sealed class AccessWatch : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Func<bool> _mayUse;
    private readonly Action<AccessWatch> _forget;

    public AccessWatch(Func<bool> mayUse, Action<AccessWatch> forget) => (_mayUse, _forget, Ended) = (mayUse, forget, _source.Token);

    /// <summary>Cancelled when the access ended.</summary>
    public CancellationToken Ended { get; }

    public void Look()
    {
        // Whoever waits runs on the pool: one slow answer must not hold up the others.
        if (!_mayUse()) ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.Cancel(), this, preferLocal: false);
    }

    public void Dispose()
    {
        _forget(this);
        _source.Dispose();
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer ended by itself meanwhile.
        }
    }
}
