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
            SELECT CASE WHEN chat.ancestor(c.active_leaf_id, w.depth) = w.id THEN c.active_leaf_id ELSE (
                WITH RECURSIVE below AS (
                    SELECT w.id
                    UNION ALL
                    SELECT m.id FROM below b JOIN chat.messages m ON m.parent_id = b.id
                )
                SELECT id FROM below ORDER BY id DESC LIMIT 1) END AS "Value"
            FROM chat.messages w JOIN chat.conversations c ON c.id = w.conversation_id
            WHERE w.id = {message} AND w.conversation_id = {conversation} AND w.owner_id = {owner} AND c.owner_id = {owner} AND c.deleted_at IS NULL
            """).ToListAsync(cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Up to so many messages before and after <paramref name="message"/> on the way to <paramref name="leaf"/>, newest first; one query.</summary>
    public static Task<List<Message>> ReadAroundAsync(this ChatDb db, Guid conversation, Guid owner, Guid leaf, Guid message, int before, int after, CancellationToken cancellationToken) =>
        db.Messages.FromSql($"""
            WITH RECURSIVE page AS (
                SELECT m.id, m.parent_id, m.depth, w.depth - {before} AS until
                FROM chat.messages w JOIN chat.messages l ON l.id = {leaf} AND l.conversation_id = {conversation} AND l.owner_id = {owner}
                JOIN chat.messages m ON m.id = chat.ancestor(l.id, least(w.depth + {after}, l.depth))
                WHERE w.id = {message} AND w.conversation_id = {conversation} AND w.owner_id = {owner}
                UNION ALL
                SELECT m.id, m.parent_id, m.depth, p.until FROM page p JOIN chat.messages m ON m.id = p.parent_id WHERE p.depth > p.until
            )
            SELECT m.* FROM page p JOIN chat.messages m ON m.id = p.id ORDER BY p.depth DESC
            """).AsNoTracking().ToListAsync(cancellationToken);
}
