using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Transfers.Exports;

/// <summary>Reads everything of one conversation.</summary>
internal sealed class ConversationReader(ChatDb db)
{
    /// <returns>Null when it is not the owner's, or in the trash.</returns>
    public async Task<ExportedConversation?> ReadAsync(Guid owner, Guid id, CancellationToken cancellationToken)
    {
        var conversation = await db.Conversations.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && c.OwnerId == owner, cancellationToken);
        if (conversation is null) return null;

        var messages = await db.Messages.AsNoTracking().Where(m => m.ConversationId == id && m.OwnerId == owner && m.Status != MessageStatus.Running).OrderBy(m => m.Id).ToListAsync(cancellationToken);
        var used = (await db.Set<MessageAttachment>().AsNoTracking().Where(a => db.Messages.Any(m => m.Id == a.MessageId && m.ConversationId == id)).ToListAsync(cancellationToken)).ToLookup(a => a.MessageId, a => a.AttachmentId);
        return new()
        {
            Id = id,
            Title = conversation.Title,
            Model = conversation.Model,
            ActiveLeafId = conversation.ActiveLeafId,
            FolderId = conversation.FolderId,
            PresetId = conversation.PresetId,
            SystemPrompt = conversation.SystemPrompt,
            Options = conversation.Options,
            PinnedAt = conversation.PinnedAt,
            ArchivedAt = conversation.ArchivedAt,
            CreatedAt = conversation.CreatedAt,
            UpdatedAt = conversation.UpdatedAt,
            Tags = await db.ConversationTags.Where(t => t.ConversationId == id).Select(t => t.TagId).ToListAsync(cancellationToken),
            Attachments = used.Count == 0 ? [] : await AttachmentsAsync(owner, id, cancellationToken),
            Messages = messages.ConvertAll(m => Message(m, [.. used[m.Id]])),
            Notes = await db.Notes.Where(n => n.ConversationId == id && n.OwnerId == owner).OrderBy(n => n.Id)
                .Select(n => new ExportedNote(n.MessageId, n.RangeStart, n.RangeEnd, n.Quote, n.Text, n.CreatedAt, n.UpdatedAt)).ToListAsync(cancellationToken),
            Feedback = await db.Feedback.Where(f => f.ConversationId == id && f.UserId == owner).OrderBy(f => f.MessageId)
                .Select(f => new ExportedFeedback(f.MessageId, f.Model, f.Rating, f.Reasons, f.Comment, f.CreatedAt, f.UpdatedAt)).ToListAsync(cancellationToken),
            Summaries = await db.Summaries.Where(s => s.ConversationId == id && s.OwnerId == owner).OrderBy(s => s.Id)
                .Select(s => new ExportedSummary(s.UpToMessageId, s.Text, s.Model, s.Edited, s.CreatedAt, s.UpdatedAt)).ToListAsync(cancellationToken),
        };
    }

    /// <summary>The branch that is shown, oldest first.</summary>
    public static List<ExportedMessage> Shown(ExportedConversation conversation)
    {
        var byId = conversation.Messages.ToDictionary(m => m.Id);
        List<ExportedMessage> branch = [];
        for (var id = conversation.ActiveLeafId; id is { } next && byId.Remove(next, out var message); id = message.ParentId) branch.Add(message);
        branch.Reverse();
        return branch;
    }

    private async Task<List<ExportedAttachment>> AttachmentsAsync(Guid owner, Guid id, CancellationToken cancellationToken) =>
        await (from attachment in db.Attachments
               join content in db.Set<AttachmentContent>() on attachment.Id equals content.AttachmentId
               where attachment.OwnerId == owner && db.Set<MessageAttachment>().Any(a => a.AttachmentId == attachment.Id && db.Messages.Any(m => m.Id == a.MessageId && m.ConversationId == id))
               orderby attachment.Id
               select new ExportedAttachment(attachment.Id, attachment.Name, attachment.MediaType, attachment.Width, attachment.Height, content.Bytes, attachment.CreatedAt)).ToListAsync(cancellationToken);

    private static ExportedMessage Message(Message message, IReadOnlyList<Guid> attachments) => new()
    {
        Id = message.Id,
        ParentId = message.ParentId,
        Role = message.Role is MessageRole.User ? "user" : "assistant",
        Status = message.Status,
        Parts = JsonSerializer.SerializeToElement(message.Parts, StoredJson.Default.IReadOnlyListMessagePart),
        Model = message.Model,
        Figures = message.Figures,
        Settings = message.Settings,
        Pinned = message.Pinned,
        EditedAt = message.EditedAt,
        ErrorCode = message.ErrorCode,
        ErrorMessage = message.ErrorMessage,
        Attachments = attachments,
        CreatedAt = message.CreatedAt,
    };
}
