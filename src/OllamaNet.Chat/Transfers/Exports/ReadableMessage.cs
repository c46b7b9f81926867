using System.Globalization;
using System.Text;
using System.Text.Json;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Transfers.Exports;

/// <summary>A message as the exports for people show it.</summary>
internal sealed record ReadableMessage(bool IsUser, string Who, string When, string Thinking, string Text, IReadOnlyList<ReadableImage> Images, IReadOnlyList<ReadableFile> Files, IReadOnlyList<AnswerSource> Sources)
{
    public static IEnumerable<ReadableMessage> Of(ExportedConversation conversation)
    {
        var files = conversation.Attachments.ToDictionary(a => a.Id);
        return ConversationReader.Shown(conversation).Select(m => Of(m, files));
    }

    private static ReadableMessage Of(ExportedMessage message, Dictionary<Guid, ExportedAttachment> attachments)
    {
        var parts = message.Parts.Deserialize(StoredJson.Default.IReadOnlyListMessagePart) ?? [];
        return new(
            message.Role == "user", message.Role == "user" ? "You" : message.Model ?? "Assistant",
            message.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            Join(parts, MessagePart.ReasoningType), Join(parts, MessagePart.TextType),
            [.. parts.Where(p => p.IsImage).Select(Image).OfType<ReadableImage>()],
            [.. parts.Where(p => p is { IsImage: false, AttachmentId: not null }).Select(p => attachments.GetValueOrDefault(p.AttachmentId!.Value)).OfType<ExportedAttachment>().Select(a => new ReadableFile(a.Name, Encoding.UTF8.GetString(a.Data)))],
            [.. parts.Select(p => p.ToSource()).OfType<AnswerSource>()]);

        ReadableImage? Image(MessagePart part) => part.AttachmentId is null ? (DataUrl.Parse(part) is null ? null : new("", part.Url!))
            : attachments.TryGetValue(part.AttachmentId.Value, out var file) ? new(file.Name, DataUrl.Of(file.MediaType, file.Data)) : null;
    }

    private static string Join(IReadOnlyList<MessagePart> parts, string type) => string.Join("\n\n", parts.Where(p => p.Type == type).Select(p => p.Text));
}

/// <param name="Url">A <c>data:</c> URL.</param>
internal sealed record ReadableImage(string Name, string Url);

internal sealed record ReadableFile(string Name, string Text);
