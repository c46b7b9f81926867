using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Data;

/// <summary>The path from a message up to the first of its conversation.</summary>
internal static class Branch
{
    /// <summary>Messages from <paramref name="leaf"/> upwards, newest first; one query. A leaf of another conversation or owner gives none.</summary>
    public static Task<List<Message>> ReadBranchAsync(this ChatDb db, Guid conversation, Guid owner, Guid leaf, int limit, CancellationToken cancellationToken) =>
        db.BranchUp(conversation, owner, leaf, limit).ToListAsync(cancellationToken);

    public static IQueryable<Message> BranchUp(this ChatDb db, Guid conversation, Guid owner, Guid leaf, int limit) =>
        db.Messages.FromSql($"""
            WITH RECURSIVE branch AS (
                SELECT id, parent_id, 1 AS depth FROM chat.messages WHERE id = {leaf} AND conversation_id = {conversation} AND owner_id = {owner}
                UNION ALL
                SELECT m.id, m.parent_id, b.depth + 1 FROM branch b JOIN chat.messages m ON m.id = b.parent_id WHERE b.depth < {limit}
            )
            SELECT m.* FROM branch b JOIN chat.messages m ON m.id = b.id ORDER BY b.depth
            """).AsNoTracking();

    /// <summary>
    /// The <paramref name="limit"/> messages that follow <paramref name="after"/> on the way to <paramref name="leaf"/>, newest first; one query. It goes up from
    /// the last of them, not from the leaf. Where <paramref name="after"/> is not on that branch: those as deep as what would follow it.
    /// </summary>
    public static Task<List<Message>> ReadBranchAfterAsync(this ChatDb db, Guid conversation, Guid owner, Guid leaf, Guid after, int limit, CancellationToken cancellationToken) =>
        db.BranchAfter(conversation, owner, leaf, after, limit).ToListAsync(cancellationToken);

    public static IQueryable<Message> BranchAfter(this ChatDb db, Guid conversation, Guid owner, Guid leaf, Guid after, int limit) =>
        db.Messages.FromSql($"""
            WITH RECURSIVE page AS (
                SELECT m.id, m.parent_id, m.depth, f.depth + 1 AS until
                FROM chat.messages f JOIN chat.messages l ON l.id = {leaf} AND l.conversation_id = {conversation} AND l.owner_id = {owner}
                JOIN chat.messages m ON m.id = chat.ancestor(l.id, least(f.depth + {limit}, l.depth))
                WHERE f.id = {after} AND f.conversation_id = {conversation} AND f.owner_id = {owner} AND l.depth > f.depth
                UNION ALL
                SELECT m.id, m.parent_id, m.depth, p.until FROM page p JOIN chat.messages m ON m.id = p.parent_id WHERE p.depth > p.until
            )
            SELECT m.* FROM page p JOIN chat.messages m ON m.id = p.id ORDER BY p.depth DESC
            """).AsNoTracking();
}
