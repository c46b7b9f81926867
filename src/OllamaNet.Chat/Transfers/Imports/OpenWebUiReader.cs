using System.Net;
using System.Text.Json;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>An item of Open WebUI's export of chats: the tree is in <c>chat.history</c>, thinking is a <c>details</c> element in the text.</summary>
internal static class OpenWebUiReader
{
    /// <summary>Null when it is none of these.</summary>
    public static JsonElement? Nodes(JsonElement item) => item.Member("chat")?.Member("history")?.Member("messages") is { ValueKind: JsonValueKind.Object } nodes ? nodes : null;

    public static ForeignConversation Read(JsonElement item, DateTimeOffset now)
    {
        var chat = item.Member("chat")!.Value;
        var history = chat.Member("history")!.Value;
        var created = item.TimeOf("created_at", now) ?? chat.TimeOf("timestamp", now) ?? now;
        var tree = new ForeignTree(history.Members("messages").Select(n => (n.Name, Parent: n.Value.TextOf("parentId"), Node: n.Value)), created);
        foreach (var (id, message) in tree.FromTheRoots())
        {
            var role = message.TextOf("role");
            if (role is "user" or "assistant") tree.Add(id, role, Parts(message, out var lost), JsonText.Cut(message.TextOf("model"), ConversationConfiguration.ModelLength), message.TimeOf("timestamp", now), lost);
            else if (role is not "system") tree.Lose(Losses.Message);
        }

        return new(item.TextOf("id") ?? chat.TextOf("id"), new()
        {
            Title = item.TextOf("title") ?? chat.TextOf("title"),
            ActiveLeafId = tree.NearestKept(history.TextOf("currentId")),
            Model = JsonText.Cut(chat.Items("models").Select(m => m.AsText()).FirstOrDefault(m => m is { Length: > 0 }), ConversationConfiguration.ModelLength),
            SystemPrompt = chat.Member("params")?.TextOf("system") is { Length: > 0 } system ? system : null,
            ArchivedAt = item.IsTrue("archived") ? now : null,
            PinnedAt = item.IsTrue("pinned") ? now : null,
            CreatedAt = created,
            UpdatedAt = item.TimeOf("updated_at", now) ?? created,
            TagNames = [.. (item.Member("meta")?.Items("tags") ?? []).Take(ConversationWriter.MaxTags).Select(t => t.AsText()).OfType<string>()],
            Messages = tree.Messages,
        }, tree.Lost);
    }

    private static List<MessagePart> Parts(JsonElement message, out int lost)
    {
        List<MessagePart> parts = [];
        lost = 0;
        var text = message.TextOf("content") ?? string.Concat(message.Items("content").Select(p => p.TextOf("text")));
        if (message.TextOf("role") == "assistant") text = WithoutReasoning(text, parts);

        if (!string.IsNullOrWhiteSpace(text)) parts.Add(MessagePart.OfText(text.Trim()));
        foreach (var file in message.Items("files").Take(MessageWriter.MaxParts))
        {
            var part = new MessagePart { Type = MessagePart.FileType, Url = file.TextOf("url") };
            if (file.TextOf("type") == "image" && DataUrl.Parse(part) is { } image) parts.Add(part with { MediaType = image.MediaType });
            else lost++; // kept on the other server, not in the export
        }

        return parts;
    }

    // By hand: an expression comes back to every beginning of a text that has many and no end.
    private static string WithoutReasoning(string text, List<MessagePart> parts)
    {
        const string Begin = "<details type=\"reasoning\"", End = "</details>", BeginSummary = "<summary>", EndSummary = "</summary>";
        var from = text.IndexOf(Begin, StringComparison.Ordinal);
        var inner = from < 0 ? -1 : text.IndexOf('>', from + Begin.Length) + 1;
        var to = inner <= 0 ? -1 : text.IndexOf(End, inner, StringComparison.Ordinal);
        if (to < 0) return text;

        var thought = text[inner..to].TrimStart();
        if (thought.StartsWith(BeginSummary, StringComparison.Ordinal) && thought.IndexOf(EndSummary, StringComparison.Ordinal) is > 0 and var ends) thought = thought[(ends + EndSummary.Length)..];
        if (Unquote(thought) is { Length: > 0 } reasoning) parts.Add(MessagePart.OfReasoning(reasoning));
        return text.Remove(from, to + End.Length - from);
    }

    private static string Unquote(string text) =>
        string.Join('\n', WebUtility.HtmlDecode(text).Trim().Split('\n').Select(l => l.StartsWith("> ", StringComparison.Ordinal) ? l[2..] : l == ">" ? "" : l));
}
