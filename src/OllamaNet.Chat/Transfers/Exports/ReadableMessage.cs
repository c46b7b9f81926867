using System.Globalization;
using System.Text.Json;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Transfers.Exports;

/// <summary>A message as the exports for people show it.</summary>
internal sealed record ReadableMessage(bool IsUser, string Who, string When, string Thinking, string Text, IReadOnlyList<string> Images)
{
    public static ReadableMessage Of(ExportedMessage message)
    {
        var parts = message.Parts.Deserialize(StoredJson.Default.IReadOnlyListMessagePart) ?? [];
        return new(
            message.Role == "user", message.Role == "user" ? "You" : message.Model ?? "Assistant",
            message.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            Join(parts, MessagePart.ReasoningType), Join(parts, MessagePart.TextType),
            [.. parts.Where(p => p.Type is MessagePart.FileType && DataUrl.Parse(p) is not null).Select(p => p.Url!)]);
    }

    private static string Join(IReadOnlyList<MessagePart> parts, string type) => string.Join("\n\n", parts.Where(p => p.Type == type).Select(p => p.Text));
}
