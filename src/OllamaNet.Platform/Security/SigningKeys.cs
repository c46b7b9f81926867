using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace OllamaNet.Platform.Security;

/// <summary>
/// The signing keys of the installation, shared through the database and sealed under the master key. The first process to need one makes it.
/// A successor is published before it signs, so that every process knows it by then; a predecessor verifies until its last token is gone.
/// </summary>
internal sealed class SigningKeys(
    NpgsqlDataSource dataSource, SecretProtector protector, IOptions<SecurityOptions> options, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    private const string Purpose = "signing-keys";
    private const long LockKey = 0x6f6c6c616d616b65;
    private static readonly TimeSpan Reload = TimeSpan.FromMinutes(1), Announce = TimeSpan.FromMinutes(5), Linger = TimeSpan.FromMinutes(20);
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Dictionary<string, SigningKey> _opened = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private volatile KeyRing? _ring;
    private long _loadedAt;

    public async ValueTask<KeyRing> GetAsync(CancellationToken cancellationToken)
    {
        if (_ring is { } ring) return ring;
        await RefreshAsync(cancellationToken);
        return _ring!;
    }

    /// <summary>Looks for keys that other processes made, and makes a successor in time.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_ring is not null && time.GetElapsedTime(Volatile.Read(ref _loadedAt)) < Reload) return;

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_ring is not null && time.GetElapsedTime(Volatile.Read(ref _loadedAt)) < Reload) return;

            var now = time.GetUtcNow();
            var keys = await LoadAsync(cancellationToken);
            if (keys.Count == 0 || now - keys[0].ActiveFrom > options.Value.SigningKeyLifetime) keys = await AddAsync(now, cancellationToken);

            // Newest first: the first one whose time has come signs; older ones stay until their last token has expired.
            var active = keys.FindIndex(k => k.ActiveFrom <= now);
            if (active < 0) active = keys.Count - 1;
            var known = keys.Where((k, i) => i <= active || now - keys[i - 1].ActiveFrom < Linger).Select(k => k.Key).ToList();
            _ring = new KeyRing(keys[active].Key, known);
            Volatile.Write(ref _loadedAt, time.GetTimestamp());
        }
        finally
        {
            _loading.Release();
        }
    }

    private async Task<List<(SigningKey Key, DateTimeOffset ActiveFrom)>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT id, sealed_key, active_from FROM platform.signing_keys ORDER BY active_from DESC, id LIMIT 8");
        return await ReadAsync(command, cancellationToken);
    }

    private async Task<List<(SigningKey Key, DateTimeOffset ActiveFrom)>> AddAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = LockKey } } })
            await take.ExecuteNonQueryAsync(cancellationToken);

        // Another process may have been first.
        await using var read = new NpgsqlCommand("SELECT id, sealed_key, active_from FROM platform.signing_keys ORDER BY active_from DESC, id LIMIT 8", connection);
        var keys = await ReadAsync(read, cancellationToken);
        if (keys.Count > 0 && now - keys[0].ActiveFrom <= options.Value.SigningKeyLifetime) return keys;

        var pkcs8 = SigningKey.Generate();
        var key = new SigningKey(pkcs8);
        var activeFrom = keys.Count == 0 ? now : now + Announce;
        await using var insert = new NpgsqlCommand("INSERT INTO platform.signing_keys (id, sealed_key, active_from) VALUES ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = key.Id }, new() { Value = protector.Protect(Purpose, key.Id, pkcs8) }, new() { Value = activeFrom } },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.SigningKeyMade(key.Id, activeFrom);
        _opened[key.Id] = key;
        keys.Insert(0, (key, activeFrom));
        return keys;
    }

    private async Task<List<(SigningKey Key, DateTimeOffset ActiveFrom)>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var keys = new List<(SigningKey, DateTimeOffset)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Open(reader.GetString(0), reader.GetFieldValue<byte[]>(1)) is { } key) keys.Add((key, reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return keys;
    }

    private SigningKey? Open(string id, byte[] sealedKey)
    {
        if (_opened.TryGetValue(id, out var key)) return key;
        if (protector.Unprotect(Purpose, id, sealedKey) is not { } pkcs8)
        {
            // Once: keys are looked at each minute.
            if (_unreadable.Add(id)) logger.SigningKeyUnreadable(id);
            return null;
        }

        return _opened[id] = new SigningKey(pkcs8);
    }

    public void Dispose()
    {
        foreach (var key in _opened.Values) key.Dispose();
        _loading.Dispose();
    }
}
