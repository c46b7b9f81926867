using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Removals;

/// <summary>Keeps what was deleted, for a short time.</summary>
internal sealed class RemovalBox(ChatDb db, TimeProvider time)
{
    public static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    /// <summary>Begins to keep something. Its rows are written after it, in the same transaction.</summary>
    public async Task<Removal> BeginAsync(Guid id, Guid owner, RemovalKind kind, Guid? conversation, Guid? shown, CancellationToken cancellationToken)
    {
        var removal = new Removal { Id = id, OwnerId = owner, Kind = kind, ConversationId = conversation, ShownId = shown, RemovedAt = time.GetUtcNow() };
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.removals (id, owner_id, kind, conversation_id, shown_id, removed_at)
            VALUES ({id}, {owner}, {(short)kind}, {conversation}, {shown}, {removal.RemovedAt})
            """, cancellationToken);
        return removal;
    }

    /// <summary>Locks what can be had back; null when it is too late, was never there, or is someone else's.</summary>
    public async Task<Removal?> HoldAsync(Guid id, Guid owner, RemovalKind kind, Guid? conversation, CancellationToken cancellationToken)
    {
        var horizon = time.GetUtcNow() - Keep;
        var found = await db.Removals.FromSql($"""
            SELECT * FROM chat.removals WHERE id = {id} AND owner_id = {owner} AND kind = {(short)kind}
              AND conversation_id IS NOT DISTINCT FROM {conversation} AND removed_at > {horizon} FOR UPDATE
            """).AsNoTracking().ToListAsync(cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>It is back: nothing is kept any more.</summary>
    public Task EndAsync(Removal removal, CancellationToken cancellationToken) => db.Removals.Where(r => r.Id == removal.Id).ExecuteDeleteAsync(cancellationToken);

    internal static Task<int> PurgeAsync(ChatDb db, DateTimeOffset before, CancellationToken cancellationToken) =>
        db.Removals.Where(r => r.RemovedAt <= before).ExecuteDeleteAsync(cancellationToken);
}
