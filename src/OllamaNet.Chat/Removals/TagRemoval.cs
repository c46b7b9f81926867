using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Tags;

namespace OllamaNet.Chat.Removals;

/// <summary>Deletes a tag, and brings it back onto the conversations that had it. Each within a transaction of its caller.</summary>
internal sealed class TagRemoval(ChatDb db, RemovalBox box)
{
    /// <returns>False when it is not this user's.</returns>
    public async Task<bool> RemoveAsync(Guid id, Guid owner, CancellationToken cancellationToken)
    {
        // Nobody puts it on something between the copy and the end.
        if ((await db.Tags.FromSql($"SELECT * FROM chat.tags WHERE id = {id} AND owner_id = {owner} FOR UPDATE").AsNoTracking().ToListAsync(cancellationToken)).Count == 0) return false;

        await box.BeginAsync(id, owner, RemovalKind.Tag, null, null, cancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.removed_rows (removal_id, source, row)
            SELECT {id}, 'tags', to_jsonb(t) FROM chat.tags t WHERE t.id = {id}
            UNION ALL SELECT {id}, 'conversation_tags', to_jsonb(c) FROM chat.conversation_tags c WHERE c.tag_id = {id}
            """, cancellationToken);
        return await db.Tags.Where(t => t.Id == id && t.OwnerId == owner).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <returns>The tag; null when another one has its name by now.</returns>
    public async Task<Tag?> RestoreAsync(Removal removal, CancellationToken cancellationToken)
    {
        var restored = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.tags SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.tags, r.row) p WHERE r.removal_id = {removal.Id} AND r.source = 'tags'
            ON CONFLICT DO NOTHING
            """, cancellationToken);
        if (restored == 0) return null;

        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.conversation_tags SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.conversation_tags, r.row) p
            JOIN chat.conversations c ON c.id = p.conversation_id AND c.owner_id = {removal.OwnerId}
            WHERE r.removal_id = {removal.Id} AND r.source = 'conversation_tags' ON CONFLICT DO NOTHING
            """, cancellationToken);
        await box.EndAsync(removal, cancellationToken);
        return await db.Tags.AsNoTracking().FirstAsync(t => t.Id == removal.Id && t.OwnerId == removal.OwnerId, cancellationToken);
    }
}
