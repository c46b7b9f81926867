using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Attachments;

/// <summary>Files that go with no message, with none that may be brought back, and with no question that waits.</summary>
internal static class UnusedFiles
{
    /// <returns>Whether there was such a file of this owner.</returns>
    public static async Task<bool> DeleteUnusedAsync(this ChatDb db, Guid owner, Guid id, CancellationToken cancellationToken) => await db.Database.ExecuteSqlAsync($"""
        DELETE FROM chat.attachments a WHERE a.id = {id} AND a.owner_id = {owner} AND NOT EXISTS (SELECT FROM chat.message_attachments m WHERE m.attachment_id = a.id)
            AND NOT EXISTS (SELECT FROM chat.removed_rows r WHERE r.source = 'message_attachments' AND (r.row ->> 'attachment_id')::uuid = a.id)
            AND NOT EXISTS (SELECT FROM chat.queued_questions q WHERE q.owner_id = a.owner_id AND q.parts @> jsonb_build_array(jsonb_build_object('attachmentId', a.id)))
        """, cancellationToken) > 0;

    /// <summary>Of everybody, if they were uploaded before.</summary>
    public static Task<int> DeleteUnusedAsync(this ChatDb db, DateTimeOffset before, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync($"""
        DELETE FROM chat.attachments a WHERE a.created_at < {before} AND NOT EXISTS (SELECT FROM chat.message_attachments m WHERE m.attachment_id = a.id)
            AND NOT EXISTS (SELECT FROM chat.removed_rows r WHERE r.source = 'message_attachments' AND (r.row ->> 'attachment_id')::uuid = a.id)
            AND NOT EXISTS (SELECT FROM chat.queued_questions q WHERE q.owner_id = a.owner_id AND q.parts @> jsonb_build_array(jsonb_build_object('attachmentId', a.id)))
        """, cancellationToken);
}
