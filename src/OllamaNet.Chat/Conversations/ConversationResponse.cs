using System.Linq.Expressions;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Conversations;

/// <param name="Title">Null until the first answer named it.</param>
/// <param name="Model">Model of the next answer that names none.</param>
/// <param name="ActiveLeafId">Newest message of the branch that is shown.</param>
/// <param name="Running">Answers being made.</param>
/// <param name="UpdatedAt">Last activity.</param>
/// <param name="PresetId">Its preset; what it says itself is at <c>…/settings</c>.</param>
/// <param name="FolderId">Null outside every folder.</param>
/// <param name="Tags">Ids.</param>
public sealed record ConversationResponse(
    Guid Id, string? Title, string? Model, Guid? ActiveLeafId, IReadOnlyList<Guid> Running, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, Guid? PresetId,
    Guid? FolderId = null, IReadOnlyList<Guid>? Tags = null, bool Pinned = false, bool Archived = false)
{
    internal static ConversationResponse Example { get; } = new(
        new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"), "Trip to Lisbon", "llama3.2", new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01"), [],
        new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero), new(2026, 11, 20, 9, 31, 12, TimeSpan.Zero), null, null, []);

    internal static ConversationResponse Of(Conversation conversation) =>
        new(conversation.Id, conversation.Title, conversation.Model, conversation.ActiveLeafId, [], conversation.CreatedAt, conversation.UpdatedAt, conversation.PresetId,
            conversation.FolderId, [], conversation.PinnedAt is not null, conversation.ArchivedAt is not null);

    internal static Expression<Func<Conversation, ConversationResponse>> From(ChatDb db) => c => new(
        c.Id, c.Title, c.Model, c.ActiveLeafId,
        db.Messages.Where(m => m.ConversationId == c.Id && m.Status == MessageStatus.Running).Select(m => m.Id).ToList(), c.CreatedAt, c.UpdatedAt, c.PresetId,
        c.FolderId, db.ConversationTags.Where(t => t.ConversationId == c.Id).Select(t => t.TagId).ToList(), c.PinnedAt != null, c.ArchivedAt != null);
}
