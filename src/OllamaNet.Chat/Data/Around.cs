using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Data;

/// <summary>A message in its place on a branch.</summary>
internal static class Around
{
    /// <summary>
    /// The end of the branch that holds the message: the one that is shown if it does, else the newest. Null when there is no such message, or it is
    /// someone else's, or in the trash. One query.
    /// </summary>
    public static async Task<Guid?> FindLeafThroughAsync(this ChatDb db, Guid conversation, Guid owner, Guid message, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<Guid?>($"""
            WITH RECURSIVE shown AS (
                SELECT m.id, m.parent_id, c.active_leaf_id FROM chat.conversations c JOIN chat.messages m ON m.id = c.active_leaf_id
                WHERE c.id = {conversation} AND c.owner_id = {owner} AND c.deleted_at IS NULL
                UNION ALL
                SELECT m.id, m.parent_id, s.active_leaf_id FROM shown s JOIN chat.messages m ON m.id = s.parent_id WHERE s.id <> {message}
            ), below AS (
                SELECT m.id FROM chat.messages m JOIN chat.conversations c ON c.id = m.conversation_id
                WHERE m.id = {message} AND m.conversation_id = {conversation} AND m.owner_id = {owner} AND c.deleted_at IS NULL
                UNION ALL
                SELECT m.id FROM below b JOIN chat.messages m ON m.parent_id = b.id
            )
            SELECT coalesce((SELECT active_leaf_id FROM shown WHERE id = {message}), (SELECT id FROM below ORDER BY id DESC LIMIT 1)) AS "Value"
            """).ToListAsync(cancellationToken);
        return found[0];
    }

    /// <summary>Up to so many messages before and after <paramref name="message"/> on the way to <paramref name="leaf"/>, newest first; one query.</summary>
    public static Task<List<Message>> ReadAroundAsync(this ChatDb db, Guid conversation, Guid owner, Guid leaf, Guid message, int before, int after, CancellationToken cancellationToken) =>
        db.Messages.FromSql($"""
            WITH RECURSIVE branch AS (
                SELECT id, parent_id, 1 AS depth, CASE WHEN id = {message} THEN 0 END AS above
                FROM chat.messages WHERE id = {leaf} AND conversation_id = {conversation} AND owner_id = {owner}
                UNION ALL
                SELECT m.id, m.parent_id, b.depth + 1, CASE WHEN m.id = {message} THEN 0 ELSE b.above + 1 END
                FROM branch b JOIN chat.messages m ON m.id = b.parent_id WHERE b.above IS NULL OR b.above < {before}
            )
            SELECT m.* FROM branch b JOIN chat.messages m ON m.id = b.id
            WHERE b.depth >= (SELECT depth FROM branch WHERE above = 0) - {after} ORDER BY b.depth
            """).AsNoTracking().ToListAsync(cancellationToken);
}
