using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Runs;

namespace OllamaNet.Chat.Removals;

/// <summary>Deletes a message with all that follows it, and brings it back. Each within a transaction that holds the conversation.</summary>
internal sealed class MessageRemoval(ChatDb db, RemovalBox box)
{
    /// <returns>What was deleted.</returns>
    public async Task<List<Guid>> RemoveAsync(HeldConversation conversation, Guid owner, Guid message, CancellationToken cancellationToken)
    {
        var shown = await db.IsWithinAsync(conversation.ActiveLeafId, message, cancellationToken) ? conversation.ActiveLeafId : null;
        await box.BeginAsync(message, owner, RemovalKind.Message, conversation.Id, shown, cancellationToken);

        // Passages are made anew after the next answer; drafts are what is there of an answer that is being made.
        await db.Database.ExecuteSqlAsync($"""
            WITH RECURSIVE subtree AS (
                SELECT id FROM chat.messages WHERE id = {message}
                UNION ALL
                SELECT m.id FROM subtree s JOIN chat.messages m ON m.parent_id = s.id
            )
            INSERT INTO chat.removed_rows (removal_id, source, row)
            SELECT {message}, 'messages', to_jsonb(m) FROM subtree s JOIN chat.messages m ON m.id = s.id
            UNION ALL SELECT {message}, 'drafts', to_jsonb(d) FROM subtree s JOIN chat.drafts d ON d.message_id = s.id
            UNION ALL SELECT {message}, 'message_attachments', to_jsonb(a) FROM subtree s JOIN chat.message_attachments a ON a.message_id = s.id
            UNION ALL SELECT {message}, 'notes', to_jsonb(n) FROM subtree s JOIN chat.notes n ON n.message_id = s.id
            UNION ALL SELECT {message}, 'feedback', to_jsonb(f) FROM subtree s JOIN chat.feedback f ON f.message_id = s.id
            UNION ALL SELECT {message}, 'summaries', to_jsonb(u) FROM subtree s JOIN chat.summaries u ON u.up_to_message_id = s.id
            """, cancellationToken);
        return await db.DeleteSubtreeAsync(message, cancellationToken);
    }

    /// <exception cref="Npgsql.PostgresException">What it hung on was deleted too: a foreign key.</exception>
    public async Task RestoreAsync(Removal removal, CancellationToken cancellationToken)
    {
        var id = removal.Id;
        // Parents first, or a message does not know its place.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.messages SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.messages, r.row) p WHERE r.removal_id = {id} AND r.source = 'messages'
            ORDER BY p.depth, p.id
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.drafts SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.drafts, r.row) p WHERE r.removal_id = {id} AND r.source = 'drafts';
            INSERT INTO chat.message_attachments SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.message_attachments, r.row) p
                WHERE r.removal_id = {id} AND r.source = 'message_attachments' AND EXISTS (SELECT FROM chat.attachments a WHERE a.id = p.attachment_id);
            INSERT INTO chat.notes SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.notes, r.row) p WHERE r.removal_id = {id} AND r.source = 'notes';
            INSERT INTO chat.feedback SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.feedback, r.row) p WHERE r.removal_id = {id} AND r.source = 'feedback';
            INSERT INTO chat.summaries SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.summaries, r.row) p WHERE r.removal_id = {id} AND r.source = 'summaries'
            """, cancellationToken);
        await EndRunningAsync(removal, cancellationToken);
        if (removal.ShownId is { } shown) await db.Conversations.Where(c => c.Id == removal.ConversationId).ExecuteUpdateAsync(set => set.SetProperty(c => c.ActiveLeafId, shown), cancellationToken);
        await box.EndAsync(removal, cancellationToken);
    }

    /// <summary>Nobody makes them any more: they were stopped when they were deleted.</summary>
    private async Task EndRunningAsync(Removal removal, CancellationToken cancellationToken)
    {
        var running = await db.Messages.FromSql($"""
            SELECT m.* FROM chat.removed_rows r JOIN chat.messages m ON m.id = (r.row ->> 'id')::uuid WHERE r.removal_id = {removal.Id} AND r.source = 'messages' AND m.status = 0
            """).ToListAsync(cancellationToken);
        if (running.Count > 0) await InterruptedRuns.InterruptAsync(db, running, cancellationToken);
    }
}
