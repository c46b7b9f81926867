using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Data;

/// <summary>The tree of a conversation below a message, and what changes it.</summary>
internal static class Tree
{
    /// <summary>The newest message of the branches through <paramref name="message"/>, itself when nothing follows; null when it is not of this conversation and owner.</summary>
    public static async Task<Guid?> NewestLeafAsync(this ChatDb db, Guid conversation, Guid owner, Guid message, CancellationToken cancellationToken)
    {
        // A child is younger than its parent, and ids sort by age: the newest of a subtree is a leaf.
        var found = await db.Database.SqlQuery<Guid>($"""
            WITH RECURSIVE subtree AS (
                SELECT id FROM chat.messages WHERE id = {message} AND conversation_id = {conversation} AND owner_id = {owner}
                UNION ALL
                SELECT m.id FROM subtree s JOIN chat.messages m ON m.parent_id = s.id
            )
            SELECT id AS "Value" FROM subtree ORDER BY id DESC LIMIT 1
            """).ToListAsync(cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Whether <paramref name="ancestor"/> is on the way from <paramref name="leaf"/> to the first message.</summary>
    public static async Task<bool> IsWithinAsync(this ChatDb db, Guid? leaf, Guid ancestor, CancellationToken cancellationToken) =>
        leaf == ancestor || (leaf is not null && (await db.Database.SqlQuery<int>($"""
            SELECT 1 AS "Value" FROM chat.messages WHERE id = {ancestor} AND chat.ancestor({leaf}, depth) = id
            """).ToListAsync(cancellationToken)).Count > 0);

    /// <summary>For each parent in the page, its children oldest first; the first messages of a conversation under <see cref="Guid.Empty"/>. One query.</summary>
    public static async Task<ILookup<Guid, Guid>> ReadSiblingsAsync(this ChatDb db, Guid conversation, IReadOnlyCollection<Message> page, CancellationToken cancellationToken)
    {
        Guid[] parents = [.. page.Select(m => m.ParentId).OfType<Guid>()];
        var first = page.Any(m => m.ParentId is null);
        // Two looks into the index: an OR of them may be taken for a reason to read the whole conversation.
        var rows = await db.Database.SqlQuery<Sibling>($"""
            SELECT id AS "Id", parent_id AS "ParentId" FROM chat.messages WHERE parent_id = ANY ({parents}) AND conversation_id = {conversation}
            UNION ALL SELECT id, parent_id FROM chat.messages WHERE {first} AND conversation_id = {conversation} AND parent_id IS NULL
            """).OrderBy(m => m.Id).ToListAsync(cancellationToken);
        return rows.ToLookup(m => m.ParentId ?? Guid.Empty, m => m.Id);
    }

    /// <summary>Makes an answer running again, by this process; false when it is gone, runs already or reads otherwise by now. Within the caller's transaction.</summary>
    public static async Task<bool> RunAgainAsync(this ChatDb db, Message answer, Guid runner, CancellationToken cancellationToken)
    {
        var (message, status, edited) = (answer.Id, answer.Status, answer.EditedAt);
        var updated = await db.Messages.Where(m => m.Id == message && m.Status == status && m.EditedAt == edited).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.Status, MessageStatus.Running).SetProperty(m => m.RunnerId, runner).SetProperty(m => m.StopRequested, false)
            .SetProperty(m => m.FollowUps, (string[]?)null)
            .SetProperty(m => m.ErrorCode, (string?)null).SetProperty(m => m.ErrorMessage, (string?)null), cancellationToken);
        if (updated == 0) return false;

        await db.ForgetAsync(answer.ConversationId, message, cancellationToken);

        // The row is older than a lease: without one, another process would take it for lost before the first flush.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.runners (id, lease_until) VALUES ({runner}, now() + interval '5 seconds')
            ON CONFLICT (id) DO UPDATE SET lease_until = greatest(chat.runners.lease_until, excluded.lease_until)
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM chat.drafts WHERE message_id = {message}", cancellationToken);
        return true;
    }

    /// <summary>Locks a conversation until the transaction's end; null when it is not this owner's. Whoever adds messages changes its row first.</summary>
    public static async Task<HeldConversation?> HoldAsync(this ChatDb db, Guid conversation, Guid owner, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<HeldConversation>($"""
            SELECT id AS "Id", active_leaf_id AS "ActiveLeafId" FROM chat.conversations WHERE id = {conversation} AND owner_id = {owner} AND deleted_at IS NULL FOR UPDATE
            """).ToListAsync(cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Deletes a message with all that follows it; gives the ids. Within a transaction that holds the conversation.</summary>
    public static Task<List<Guid>> DeleteSubtreeAsync(this ChatDb db, Guid message, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"""
            WITH RECURSIVE subtree AS (
                SELECT id FROM chat.messages WHERE id = {message}
                UNION ALL
                SELECT m.id FROM subtree s JOIN chat.messages m ON m.parent_id = s.id
            )
            DELETE FROM chat.messages m USING subtree s WHERE m.id = s.id RETURNING m.id AS "Value"
            """).ToListAsync(cancellationToken);

    /// <summary>
    /// A new conversation with copies of all messages up to <paramref name="message"/>, in one statement. The copies' ids are a millisecond apart
    /// and end now, so that they sort like the tree and before what comes.
    /// </summary>
    public static Task<int> ForkAsync(this ChatDb db, Guid conversation, Guid owner, Guid message, Guid copy, string title, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"""
            WITH RECURSIVE branch AS (
                SELECT id, parent_id, 1 AS depth FROM chat.messages WHERE id = {message} AND conversation_id = {conversation} AND owner_id = {owner}
                UNION ALL
                SELECT m.id, m.parent_id, b.depth + 1 FROM branch b JOIN chat.messages m ON m.id = b.parent_id
            ), ids AS MATERIALIZED (
                SELECT id, depth, encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing substring(int8send({now.ToUnixTimeMilliseconds()} - depth) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid AS new_id
                FROM branch
            ), forked AS (
                INSERT INTO chat.conversations (id, owner_id, title, model, active_leaf_id, folder_id, preset_id, system_prompt, options, created_at, updated_at)
                SELECT {copy}, c.owner_id, {title}, c.model, i.new_id, c.folder_id, c.preset_id, c.system_prompt, c.options, {now}, {now}
                FROM chat.conversations c JOIN ids i ON i.depth = 1 WHERE c.id = {conversation}
            ), copied AS (
                INSERT INTO chat.messages (id, conversation_id, owner_id, parent_id, role, status, parts, model, figures, settings, pinned, follow_ups, edited_at, error_code, error_message, stop_requested, created_at)
                SELECT i.new_id, {copy}, m.owner_id, p.new_id, m.role, CASE m.status WHEN 0 THEN 3 ELSE m.status END,
                    m.parts, m.model, m.figures, m.settings, m.pinned, m.follow_ups, m.edited_at, m.error_code, m.error_message, false, m.created_at
                FROM ids i JOIN chat.messages m ON m.id = i.id LEFT JOIN ids p ON p.id = m.parent_id ORDER BY i.depth DESC
            )
            INSERT INTO chat.message_attachments (message_id, attachment_id)
            SELECT i.new_id, a.attachment_id FROM ids i JOIN chat.message_attachments a ON a.message_id = i.id
            """, cancellationToken);
}

internal sealed record HeldConversation(Guid Id, Guid? ActiveLeafId);

internal sealed record Sibling(Guid Id, Guid? ParentId);
