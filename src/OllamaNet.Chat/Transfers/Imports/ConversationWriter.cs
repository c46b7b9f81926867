using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Feedback;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Notes;
using OllamaNet.Chat.Tags;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>Turns a conversation of a file into rows of the owner's. Every id is new; what the file calls its own only tells which belongs to which.</summary>
internal sealed class ConversationWriter(ChatDb db, Guid owner, Surroundings surroundings, ImportedFiles files, TransferOptions options, TimeProvider time, ImportReport report)
{
    public const int MaxTags = 50;
    private const int MaxComment = 2000;

    /// <summary>Adds the rows to the context; the caller saves.</summary>
    /// <returns>The new id, or why the conversation is skipped.</returns>
    public async Task<(Guid? Id, string? Skip)> AddAsync(ExportedConversation from, CancellationToken cancellationToken)
    {
        if (from.Messages.Count > options.MaxMessages) return (null, Skips.TooManyMessages);

        var now = time.GetUtcNow();
        var conversation = Header(from, now);
        files.AddTo(db);
        var messages = new MessageWriter(db, conversation.Id, owner, surroundings, files, report, now).Add(from.Messages);
        if (messages is null) return (null, Skips.TooLarge);
        if (messages.Count == 0 && from.Messages.Count > 0) return (null, Skips.Empty);

        conversation.ActiveLeafId = from.ActiveLeafId is { } leaf && messages.TryGetValue(leaf, out var shown) ? shown.Id : messages.Values.MaxBy(m => m.Id)?.Id;
        db.Add(conversation);
        foreach (var note in from.Notes.Take(NoteLimits.PerConversation)) AddNote(note, conversation.Id, messages, now);
        foreach (var feedback in from.Feedback.DistinctBy(f => f.MessageId)) AddFeedback(feedback, conversation.Id, messages, now);
        foreach (var summary in from.Summaries)
        {
            if (messages.TryGetValue(summary.UpToMessageId, out var message) && Surroundings.Prompt(summary.Text) is { Length: > 0 } text)
                db.Add(new Context.Summary { Id = Guid.CreateVersion7(now), ConversationId = conversation.Id, OwnerId = owner, UpToMessageId = message.Id, Text = text, Model = JsonText.Cut(summary.Model, ConversationConfiguration.ModelLength), Edited = summary.Edited, CreatedAt = JsonText.Within(summary.CreatedAt, now), UpdatedAt = JsonText.Within(summary.UpdatedAt, now) });
        }

        await AddTagsAsync(from, conversation.Id, cancellationToken);
        return (conversation.Id, null);
    }

    private Conversation Header(ExportedConversation from, DateTimeOffset now)
    {
        var valid = Surroundings.AreValid(from.Options);
        if (!valid) report.Lose(Losses.Settings);
        var created = JsonText.Within(from.CreatedAt, now);
        return new()
        {
            Id = Guid.CreateVersion7(created),
            OwnerId = owner,
            Title = Title(from.Title),
            Model = JsonText.Cut(from.Model, ConversationConfiguration.ModelLength) is { Length: > 0 } model ? model : null,
            FolderId = surroundings.FolderOf(from.FolderId),
            PresetId = surroundings.PresetOf(from.PresetId),
            SystemPrompt = Surroundings.Prompt(from.SystemPrompt),
            Options = valid ? from.Options : null,
            PinnedAt = from.PinnedAt is { } pinned ? JsonText.Within(pinned, now) : null,
            ArchivedAt = from.ArchivedAt is { } archived ? JsonText.Within(archived, now) : null,
            CreatedAt = created,
            UpdatedAt = JsonText.Within(from.UpdatedAt, now),
        };
    }

    private async Task AddTagsAsync(ExportedConversation from, Guid conversation, CancellationToken cancellationToken)
    {
        var tags = from.Tags.Take(MaxTags).Select(surroundings.TagOf).OfType<Guid>().ToHashSet();
        foreach (var name in from.TagNames.Take(MaxTags))
        {
            if (await surroundings.TagNamedAsync(name, null, cancellationToken) is { } tag) tags.Add(tag);
        }

        foreach (var tag in tags) db.Add(new ConversationTag { ConversationId = conversation, TagId = tag });
    }

    private void AddNote(ExportedNote note, Guid conversation, Dictionary<Guid, Message> messages, DateTimeOffset now)
    {
        var message = note.MessageId is { } id ? messages.GetValueOrDefault(id) : null;
        var text = JsonText.Clean(note.Text ?? "");
        if ((note.MessageId is not null && message is null) || text.Length is 0 or > NoteLimits.Text)
        {
            report.Lose(Losses.Note);
            return;
        }

        var length = message?.Parts.Where(p => p.Type is MessagePart.TextType).Sum(p => p.Text?.Length ?? 0) ?? 0;
        var inRange = note.RangeStart is >= 0 && note.RangeStart < note.RangeEnd && note.RangeEnd <= length;
        db.Add(new Note
        {
            Id = Guid.CreateVersion7(now),
            OwnerId = owner,
            ConversationId = conversation,
            MessageId = message?.Id,
            RangeStart = inRange ? note.RangeStart : null,
            RangeEnd = inRange ? note.RangeEnd : null,
            Quote = inRange ? JsonText.Cut(note.Quote, NoteLimits.Quote) : null,
            Text = text,
            CreatedAt = JsonText.Within(note.CreatedAt, now),
            UpdatedAt = JsonText.Within(note.UpdatedAt, now),
        });
        report.Notes++;
    }

    /// <summary>For the user's own eyes: administrators do not count what a file says, and are not shown it.</summary>
    private void AddFeedback(ExportedFeedback feedback, Guid conversation, Dictionary<Guid, Message> messages, DateTimeOffset now)
    {
        if (!messages.TryGetValue(feedback.MessageId, out var message) || message.Role is not MessageRole.Assistant || feedback.Rating is not (1 or -1))
        {
            report.Lose(Losses.Feedback);
            return;
        }

        db.Add(new AnswerFeedback
        {
            MessageId = message.Id,
            UserId = owner,
            ConversationId = conversation,
            Model = message.Model ?? "",
            Rating = feedback.Rating,
            Reasons = [.. FeedbackReasons.Of(feedback.Rating).Intersect(feedback.Reasons ?? [], StringComparer.Ordinal)],
            Comment = JsonText.Cut(feedback.Comment is { } comment ? JsonText.Clean(comment) : null, MaxComment),
            CreatedAt = JsonText.Within(feedback.CreatedAt, now),
            UpdatedAt = JsonText.Within(feedback.UpdatedAt, now),
        });
    }

    private static string? Title(string? title) => JsonText.Cut(title is null ? null : JsonText.Clean(title).Trim(), ConversationConfiguration.TitleLength) is { Length: > 0 } text ? text : null;
}
