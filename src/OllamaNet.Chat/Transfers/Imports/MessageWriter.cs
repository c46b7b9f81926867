using System.Text.Json;
using System.Text.Json.Nodes;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>The messages of one conversation: parents before children, ids in that order, so that they sort like the tree.</summary>
internal sealed class MessageWriter(ChatDb db, Guid conversation, Guid owner, Surroundings surroundings, ImportedFiles files, ImportReport report, DateTimeOffset now)
{
    private const int MaxText = 4 * 1024 * 1024;
    public const int MaxParts = 100;

    private readonly Dictionary<Guid, Message> _added = [];
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <returns>By their ids in the file; null when a text is longer than one may be.</returns>
    public Dictionary<Guid, Message>? Add(IReadOnlyList<ExportedMessage> messages)
    {
        var children = messages.Select((m, i) => (Message: m, Place: i)).Where(m => m.Message.ParentId is not null).ToLookup(m => m.Message.ParentId!.Value);
        var ready = new PriorityQueue<ExportedMessage, int>(messages.Select((m, i) => (m, i)).Where(m => m.m.ParentId is null));
        var seen = 0;
        while (ready.TryDequeue(out var message, out _))
        {
            seen++;
            if (message.Role is not ("user" or "assistant") || _added.ContainsKey(message.Id)) report.Lose(Losses.Message);
            else if (Parts(message) is { } parts) _added[message.Id] = Row(message, parts);
            else return null;
            foreach (var (child, place) in children[message.Id]) ready.Enqueue(child, place);
            if (seen > messages.Count) break; // two of the same id, each with the other's children
        }

        report.Lose(Losses.OutsideTree, messages.Count - seen);
        report.Messages += _added.Count;
        db.AddRange(_added.Values);
        return _added;
    }

    private Message Row(ExportedMessage from, IReadOnlyList<MessagePart> parts)
    {
        var created = JsonText.Within(from.CreatedAt, now);
        _last = created > _last.AddMilliseconds(1) ? created : _last.AddMilliseconds(1);
        var row = new Message
        {
            Id = Guid.CreateVersion7(_last),
            ConversationId = conversation,
            OwnerId = owner,
            ParentId = from.ParentId is { } parent && _added.TryGetValue(parent, out var above) ? above.Id : null,
            Role = from.Role == "user" ? MessageRole.User : MessageRole.Assistant,
            Status = from.Status is MessageStatus.Running || !Enum.IsDefined(from.Status) ? MessageStatus.Interrupted : from.Status,
            Parts = parts,
            Model = JsonText.Cut(from.Model, ConversationConfiguration.ModelLength),
            Figures = from.Figures,
            Settings = Settings(from.Settings),
            Pinned = from.Pinned,
            EditedAt = from.EditedAt is { } edited ? JsonText.Within(edited, now) : null,
            ErrorCode = JsonText.Cut(from.ErrorCode, 100),
            ErrorMessage = JsonText.Cut(from.ErrorMessage, 1000),
            CreatedAt = created,
        };
        var named = from.Attachments.Select(a => files.Find(a)?.Id).Concat(parts.Select(p => p.AttachmentId)).OfType<Guid>().Distinct();
        db.AddRange(named.Select(f => new MessageAttachment { MessageId = row.Id, AttachmentId = f }));

        return row;
    }

    private AnswerSettings? Settings(AnswerSettings? settings)
    {
        if (settings is null) return null;
        if (settings.Options is not null && Surroundings.AreValid(settings.Options))
            return settings with { PresetId = surroundings.PresetOf(settings.PresetId), SystemPrompt = Surroundings.Prompt(settings.SystemPrompt) };

        report.Lose(Losses.Settings);
        return null;
    }

    private List<MessagePart>? Parts(ExportedMessage message)
    {
        if (message.Parts.ValueKind is not JsonValueKind.Array) return [];
        List<MessagePart> parts = [];
        foreach (var item in message.Parts.EnumerateArray().Take(MaxParts))
        {
            var part = Part(item);
            if (part is { Text.Length: > MaxText }) return null;
            if (part is not null) parts.Add(part);
            else report.Lose(Losses.Attachment);
        }

        return parts;
    }

    private MessagePart? Part(JsonElement item)
    {
        if (JsonObject.Create(item) is not { } json) return null;
        var file = json["attachmentId"] is JsonValue id && id.TryGetValue<Guid>(out var known) ? files.Find(known) : null;
        foreach (var told in (string[])["attachmentId", "name", "size", "width", "height"]) json.Remove(told);
        var part = json.Deserialize(StoredJson.Default.MessagePart);
        return part?.Type switch
        {
            MessagePart.TextType or MessagePart.ReasoningType => new() { Type = part.Type, Text = JsonText.Clean(part.Text ?? "") },
            MessagePart.SourceType when part.ToSource() is { } source => MessagePart.OfSource(source),
            MessagePart.FileType when (file ?? (part.Url is { } url ? files.Find(url) : null)) is { } found => MessagePart.OfFile(found),
            _ => null,
        };
    }
}
