using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Context;

internal static class StaleContext
{
    /// <summary>
    /// Forgets what was made of a message whose text changes: its passages, and the summaries that tell of it. The last one before it still holds, and
    /// what a person wrote is not thrown away. Within a transaction that holds the conversation, so that none of the old text comes after it.
    /// </summary>
    public static async Task ForgetAsync(this ChatDb db, Guid conversation, Guid message, CancellationToken cancellationToken)
    {
        await db.Passages.Where(p => p.MessageId == message).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            WITH RECURSIVE subtree AS (
                SELECT id FROM chat.messages WHERE id = {message} AND EXISTS (SELECT FROM chat.summaries WHERE conversation_id = {conversation})
                UNION ALL
                SELECT m.id FROM subtree s JOIN chat.messages m ON m.parent_id = s.id
            )
            DELETE FROM chat.summaries u USING subtree s WHERE u.up_to_message_id = s.id AND NOT (u.edited AND u.updated_at > u.created_at)
            """, cancellationToken);

        // Those that would come back with a deleted message may tell of this one too.
        await db.Database.ExecuteSqlAsync($"""
            DELETE FROM chat.removed_rows r USING chat.removals d WHERE d.conversation_id = {conversation} AND r.removal_id = d.id AND r.source = 'summaries'
              AND NOT ((r.row ->> 'edited')::boolean AND r.row -> 'updated_at' <> r.row -> 'created_at')
            """, cancellationToken);
    }
}
