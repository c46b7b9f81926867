using System.ComponentModel;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Conversations;

/// <summary>Which conversations a list shows.</summary>
internal sealed record ConversationFilter
{
    public const string NoFolder = "none";

    [Description("Id of a folder, or none for those outside every folder.")]
    public string? Folder { get; init; }

    public Guid? Tag { get; init; }

    public bool? Pinned { get; init; }

    [Description("Left out: those that are not archived.")]
    public bool? Archived { get; init; }

    public bool IsFolderWrong => Folder is not null and not NoFolder && !Guid.TryParseExact(Folder, "D", out _);

    public IQueryable<Conversation> Of(ChatDb db, Guid owner)
    {
        // Compared with null, not with each other: each of these is the condition of an index.
        var query = db.Conversations.Where(c => c.OwnerId == owner);
        query = Archived is true ? query.Where(c => c.ArchivedAt != null) : query.Where(c => c.ArchivedAt == null);
        if (Pinned is { } pinned) query = pinned ? query.Where(c => c.PinnedAt != null) : query.Where(c => c.PinnedAt == null);
        if (Tag is { } tag) query = query.Where(c => db.ConversationTags.Any(t => t.ConversationId == c.Id && t.TagId == tag));
        if (Folder is null) return query;
        if (Folder is NoFolder) return query.Where(c => c.FolderId == null);
        var folder = Guid.Parse(Folder);
        return query.Where(c => c.FolderId == folder);
    }
}
