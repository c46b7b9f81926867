using System.Collections.Concurrent;

namespace OllamaNet.Platform.Jobs;

/// <summary>Spares those in the same process the wait for the next look at the database.</summary>
internal sealed class JobSignals : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0);
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();

    public void Wake()
    {
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _wake.WaitAsync(atMost, cancellationToken);

    public void Began(Guid id, CancellationTokenSource cancellation) => _running[id] = cancellation;

    public void Ended(Guid id) => _running.TryRemove(id, out _);

    public void Cancel(Guid id)
    {
        if (!_running.TryGetValue(id, out var cancellation)) return;
        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }

    public void Dispose() => _wake.Dispose();
}
