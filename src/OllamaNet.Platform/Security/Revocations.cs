using System.Collections.Concurrent;
using System.Security.Claims;
using Npgsql;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Platform.Security;

/// <summary>
/// The revocations of the last 16 minutes, held in memory: no look-up a request. Read from the database once a second, sooner when notified.
/// When that fails for 5 seconds nobody is let in, because nobody can be told from a thief.
/// </summary>
public sealed class Revocations(NpgsqlDataSource dataSource, AccessBook access, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(16), FreshFor = TimeSpan.FromSeconds(5);

    // A row becomes visible when its transaction commits, which may be later than the time it carries.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(RevocationKind Kind, Guid Subject), Entry> _entries = new();
    private readonly ConcurrentDictionary<RevocationWatch, byte> _watches = new();
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private DateTimeOffset _readUpTo;
    private long _refreshedAt;
    private volatile bool _loaded;

    /// <summary>Whether what is known is recent enough to let anyone in.</summary>
    public bool IsFresh => _loaded && time.GetElapsedTime(Volatile.Read(ref _refreshedAt)) < FreshFor;

    public bool IsRevoked(ClaimsPrincipal principal) => CurrentUser.TryFrom(principal) is not { } user || IsRevoked(user);

    public bool IsRevoked(CurrentUser user) => user.KeyId is { } key
        ? IsBelow(user.Id, user.Version) || _entries.ContainsKey((RevocationKind.Key, key))
        : IsRevoked(user.Id, user.SessionId, user.Version);

    /// <summary>For whatever outlives its request, such as an open stream: the token of the watch is cancelled when the user's access ends.</summary>
    public RevocationWatch Watch(CurrentUser user)
    {
        var watch = new RevocationWatch(user, w => _watches.TryRemove(w, out _));
        _watches.TryAdd(watch, 0);
        if (IsRevoked(user)) watch.Cancel();
        return watch;
    }

    /// <summary>Reads what is new, also of roles and grants. Called in the background; call it after a change so that this process knows at once.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            if (await ReadAsync(cancellationToken) | await access.RefreshAsync(cancellationToken)) EndWatches();
            Volatile.Write(ref _refreshedAt, started);
            _loaded = true;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose() => _refreshing.Dispose();

    internal bool IsRevoked(Guid userId, Guid sessionId, int version) =>
        IsBelow(userId, version) || _entries.ContainsKey((RevocationKind.Session, sessionId));

    private bool IsBelow(Guid userId, int version) => _entries.TryGetValue((RevocationKind.User, userId), out var user) && version < user.MinimumVersion;

    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT clock.now, r.kind, r.subject, r.minimum_version, r.at
            FROM (SELECT clock_timestamp() AS now) AS clock
            LEFT JOIN platform.revocations AS r ON r.at > greatest($1, clock.now - $2)
            """);
        command.CommandTimeout = 4;
        command.Parameters.Add(new() { Value = _readUpTo });
        command.Parameters.Add(new() { Value = Remembered });

        var now = _readUpTo;
        var changed = false;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                now = reader.GetFieldValue<DateTimeOffset>(0);
                if (reader.IsDBNull(1)) continue;
                var minimum = reader.IsDBNull(3) ? int.MaxValue : reader.GetInt32(3);
                changed |= Add(((RevocationKind)reader.GetInt32(1), reader.GetGuid(2)), new Entry(minimum, reader.GetFieldValue<DateTimeOffset>(4)));
            }
        }

        _readUpTo = now - Overlap;
        foreach (var (subject, entry) in _entries)
        {
            if (entry.At < now - Remembered) _entries.TryRemove(subject, out _);
        }

        return changed;
    }

    private bool Add((RevocationKind, Guid) subject, Entry entry)
    {
        if (_entries.TryGetValue(subject, out var known) && known.MinimumVersion >= entry.MinimumVersion && known.At >= entry.At) return false;
        _entries[subject] = known is null ? entry : new Entry(Math.Max(known.MinimumVersion, entry.MinimumVersion), known.At > entry.At ? known.At : entry.At);
        return true;
    }

    private void EndWatches()
    {
        foreach (var (watch, _) in _watches)
        {
            if (IsRevoked(watch.User) || watch.HasLost) watch.Cancel();
        }
    }

    private sealed record Entry(int MinimumVersion, DateTimeOffset At);
}
