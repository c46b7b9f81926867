namespace OllamaNet.Platform.Audit;

/// <summary>Tells <see cref="AuditChainer"/> that there is something to link.</summary>
internal sealed class AuditSignal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0);

    public void Wake()
    {
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _wake.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _wake.Dispose();
}
