using System.Collections.Concurrent;

namespace OllamaNet.Platform.Security.Keys;

/// <summary>
/// The keys in use, held in memory for a few seconds and read again in the background before they are too old: a request with a key that is in use waits for no database.
/// A revocation of the key or of its owner makes it read at once, so a role taken away is gone as fast as an account is.
/// </summary>
internal sealed class ApiKeys(ApiKeyReader reader, Revocations revocations, TimeProvider time)
{
    public const int Capacity = 20_000;
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(2), Lasts = TimeSpan.FromSeconds(4), Patience = TimeSpan.FromSeconds(4);
    private readonly ConcurrentDictionary<TokenHash, Entry> _entries = new();
    private readonly ConcurrentDictionary<TokenHash, Lazy<Task<KnownKey?>>> _reading = new();

    /// <summary>How many keys, known and unknown ones, are remembered.</summary>
    internal int Count => _entries.Count;

    /// <returns>Null for whatever is no valid key.</returns>
    public ValueTask<KnownKey?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (!ApiKeyToken.IsWellFormed(token)) return default;

        var hash = TokenHash.Of(token);
        if (_entries.TryGetValue(hash, out var entry) && time.GetElapsedTime(entry.ReadAt) is var age && age < Lasts)
        {
            if (entry.Key is null) return default;
            if (!revocations.IsRevoked(entry.Key.User))
            {
                if (age > ReadAgainAfter) _ = Reading(token, hash);
                return ValueTask.FromResult(Valid(entry.Key));
            }
        }

        return new(ReadAsync(token, hash, cancellationToken));
    }

    /// <summary>Forgets a key that was changed, in this process; others notice within seconds.</summary>
    public void Forget(Guid keyId)
    {
        foreach (var (hash, entry) in _entries)
        {
            if (entry.Key?.User.KeyId == keyId) _entries.TryRemove(hash, out _);
        }
    }

    private async Task<KnownKey?> ReadAsync(string token, TokenHash hash, CancellationToken cancellationToken) =>
        await Reading(token, hash).WaitAsync(cancellationToken) is { } key && !revocations.IsRevoked(key.User) ? Valid(key) : null;

    private KnownKey? Valid(KnownKey key)
    {
        var now = time.GetUtcNow();
        if (key.ExpiresAt <= now) return null;
        key.Use.Touch(now);
        return key;
    }

    /// <summary>One reading a key at a time, however many ask.</summary>
    private Task<KnownKey?> Reading(string token, TokenHash hash) =>
        _reading.GetOrAdd(hash, static (h, state) => new(() => state.Keys.ReadNowAsync(state.Token, h)), (Keys: this, Token: token)).Value;

    private async Task<KnownKey?> ReadNowAsync(string token, TokenHash hash)
    {
        try
        {
            // Its age counts from here: what is read may have been true at the beginning only.
            var readAt = time.GetTimestamp();
            using var patience = new CancellationTokenSource(Patience);
            var key = await reader.ReadAsync(ApiKeyToken.PrefixOf(token), hash, patience.Token);
            if (_entries.Count >= Capacity) MakeRoom();
            _entries[hash] = new Entry(key, readAt);
            return key;
        }
        finally
        {
            _reading.TryRemove(hash, out _);
        }
    }

    private void MakeRoom()
    {
        foreach (var (hash, entry) in _entries)
        {
            if (entry.Key is null || time.GetElapsedTime(entry.ReadAt) > Lasts) _entries.TryRemove(hash, out _);
        }

        if (_entries.Count >= Capacity) _entries.Clear();
    }

    private sealed record Entry(KnownKey? Key, long ReadAt);
}
