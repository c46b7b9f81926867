using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Conversations;

/// <summary>Writes that put conversations in order. Each belongs into a transaction of its caller.</summary>
internal static class ConversationTags
{
    /// <summary>Most tags of a conversation.</summary>
    public const int Most = 50;

    /// <summary>Whether the folder is the owner's; it stays until the transaction ends.</summary>
    public static async Task<bool> HoldFolderAsync(this ChatDb db, Guid owner, Guid folder, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Guid>($"SELECT id FROM chat.folders WHERE id = {folder} AND owner_id = {owner} FOR KEY SHARE").ToListAsync(cancellationToken)).Count > 0;

    public static async Task<bool> OwnsTagsAsync(this ChatDb db, Guid owner, IReadOnlyList<Guid> tags, CancellationToken cancellationToken) =>
        tags.Count == 0 || await db.Tags.CountAsync(t => tags.Contains(t.Id) && t.OwnerId == owner, cancellationToken) == tags.Distinct().Count();

    /// <summary>A tag that is deleted meanwhile is left out.</summary>
    public static Task<int> AddTagsAsync(this ChatDb db, Guid owner, IEnumerable<Guid> conversations, IEnumerable<Guid> tags, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync($"""
        INSERT INTO chat.conversation_tags (conversation_id, tag_id)
        SELECT c, t.id FROM chat.tags t, unnest({conversations.ToArray()}) c WHERE t.id = ANY ({tags.ToArray()}) AND t.owner_id = {owner} FOR KEY SHARE OF t
        ON CONFLICT DO NOTHING
        """, cancellationToken);

    public static async Task SetTagsAsync(this ChatDb db, Guid owner, Guid conversation, IReadOnlyList<Guid> tags, CancellationToken cancellationToken)
    {
        await db.ConversationTags.Where(t => t.ConversationId == conversation && !tags.Contains(t.TagId)).ExecuteDeleteAsync(cancellationToken);
        if (tags.Count > 0) await db.AddTagsAsync(owner, [conversation], tags, cancellationToken);
    }

    /// <summary>Pins and archives; what is so already keeps its time.</summary>
    public static async Task MarkAsync(this IQueryable<Conversation> conversations, bool? pinned, bool? archived, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (pinned is { } pin)
            await conversations.Where(c => c.PinnedAt != null != pin).ExecuteUpdateAsync(set => set.SetProperty(c => c.PinnedAt, pin ? now : null), cancellationToken);
        if (archived is { } archive)
            await conversations.Where(c => c.ArchivedAt != null != archive).ExecuteUpdateAsync(set => set.SetProperty(c => c.ArchivedAt, archive ? now : null), cancellationToken);
    }
}
