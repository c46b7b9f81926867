using Microsoft.EntityFrameworkCore;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Data;

namespace OllamaNet.Platform.Security.Keys;

/// <summary>Makes, lists, changes and revokes keys. Whose they are is part of every query.</summary>
public sealed class ApiKeyStore
{
    private readonly PlatformDb _db;
    private readonly ApiKeys _keys;
    private readonly Revocations _revocations;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;

    internal ApiKeyStore(PlatformDb db, ApiKeys keys, Revocations revocations, AuditLog audit, TimeProvider time) =>
        (_db, _keys, _revocations, _audit, _time) = (db, keys, revocations, audit, time);

    public Task<int> CountAsync(Guid ownerId, CancellationToken cancellationToken) => Valid(ownerId).CountAsync(cancellationToken);

    /// <param name="make">Gets what the store decides: id, prefix, hash and time.</param>
    /// <returns>The key's row, and the key: the only time that anybody sees it.</returns>
    public async Task<(ApiKey Row, string Key)> CreateAsync(Func<Guid, string, byte[], DateTimeOffset, ApiKey> make, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var token = ApiKeyToken.Create();
        var row = make(Guid.CreateVersion7(now), ApiKeyToken.PrefixOf(token), TokenHash.Of(token).ToArray(), now);
        _db.Add(row);
        await _audit.RecordAsync(_db, _db.SaveChangesAsync, AuditEntry.On(AuditActions.KeyCreated, "key", row.Id, row.Name) with { After = Shown(row) }, cancellationToken);
        return (row, token);
    }

    /// <summary>Newest first.</summary>
    public Task<List<ApiKey>> ListAsync(Guid ownerId, CancellationToken cancellationToken) =>
        Valid(ownerId).AsNoTracking().OrderByDescending(k => k.CreatedAt).ThenByDescending(k => k.Id).ToListAsync(cancellationToken);

    /// <summary>Of everybody, newest first.</summary>
    /// <returns>With the name of each one's owner.</returns>
    public async Task<List<(ApiKey Key, string? OwnerName)>> ListAllAsync(int limit, (DateTimeOffset Time, Guid Id)? after, CancellationToken cancellationToken)
    {
        var query = _db.Set<ApiKey>().AsNoTracking().Where(k => k.RevokedAt == null);
        if (after is var (time, id)) query = query.Where(k => EF.Functions.LessThan(ValueTuple.Create(k.CreatedAt, k.Id), ValueTuple.Create(time, id)));
        var found = await query.OrderByDescending(k => k.CreatedAt).ThenByDescending(k => k.Id).Take(limit)
            .Select(k => new { Key = k, Name = _db.Set<StoredPrincipal>().Where(p => p.UserId == k.OwnerId).Select(p => p.UserName).FirstOrDefault() }).ToListAsync(cancellationToken);
        return found.ConvertAll(f => (f.Key, f.Name));
    }

    public Task<Guid?> OwnerOfAsync(Guid id, CancellationToken cancellationToken) =>
        _db.Set<ApiKey>().Where(k => k.Id == id && k.RevokedAt == null).Select(k => (Guid?)k.OwnerId).SingleOrDefaultAsync(cancellationToken);

    /// <returns>Null when there is none.</returns>
    public async Task<ApiKey?> ChangeAsync(Guid ownerId, Guid id, Action<ApiKey> change, CancellationToken cancellationToken)
    {
        if (await Valid(ownerId).SingleOrDefaultAsync(k => k.Id == id, cancellationToken) is not { } key) return null;
        var before = Shown(key);
        change(key);
        await _audit.RecordAsync(_db, _db.SaveChangesAsync, AuditEntry.On(AuditActions.KeyChanged, "key", id, key.Name) with { Before = before, After = Shown(key) }, cancellationToken);
        _keys.Forget(id);
        return key;
    }

    /// <summary>In this process at once, in every other within seconds; open streams end.</summary>
    /// <param name="ownerId">Null: whoever's it is.</param>
    public async Task<bool> RevokeAsync(Guid? ownerId, Guid id, CancellationToken cancellationToken)
    {
        await using (var transaction = await _db.Database.BeginTransactionAsync(cancellationToken))
        {
            var now = _time.GetUtcNow();
            var revoked = await _db.Set<ApiKey>().Where(k => k.Id == id && k.RevokedAt == null && (ownerId == null || k.OwnerId == ownerId))
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedAt, now), cancellationToken);
            if (revoked == 0) return false;
            await _audit.RecordAsync(_db, AuditEntry.On(AuditActions.KeyDeleted, "key", id, await _db.Set<ApiKey>().Where(k => k.Id == id).Select(k => k.Name).FirstAsync(cancellationToken)), cancellationToken);
            await _db.RevokeAsync(RevocationKind.Key, id, minimumVersion: null, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await _revocations.RefreshAsync(cancellationToken);
        return true;
    }

    private static object Shown(ApiKey key) =>
        new { owner = key.OwnerId, key.Name, key.Prefix, key.Scopes, key.Models, key.ExpiresAt, key.RequestsPerMinute, key.TokensPerMinute, key.ConcurrentStreams };

    private IQueryable<ApiKey> Valid(Guid ownerId) => _db.Set<ApiKey>().Where(k => k.OwnerId == ownerId && k.RevokedAt == null);
}
