namespace OllamaNet.Platform.Security;

/// <summary>Says when a user's access ends. Dispose it with what it watches over.</summary>
public sealed class RevocationWatch : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Action<RevocationWatch> _forget;
    private readonly string[] _held;

    internal RevocationWatch(CurrentUser user, Action<RevocationWatch> forget)
    {
        (User, _forget) = (user, forget);
        _held = [.. Permissions.All.Where(user.May)];
        Revoked = _source.Token;
    }

    public CurrentUser User { get; }

    /// <summary>Cancelled when the user's session, token version or API key is revoked, or a role of his permits less.</summary>
    public CancellationToken Revoked { get; }

    internal bool HasLost => !Array.TrueForAll(_held, User.May);

    public void Dispose()
    {
        _forget(this);
        lock (_source) _source.Dispose();
    }

    internal void Cancel()
    {
        // Whoever waits runs on the pool: one slow stream must not hold up the others.
        ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.CancelNow(), this, preferLocal: false);
    }

    private void CancelNow()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended by itself meanwhile.
        }
    }
}
