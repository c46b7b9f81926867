using System.Text.Json;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>An item of ChatGPT's <c>conversations.json</c>: nodes of a tree, of which questions and answers are taken, with what the model thought before them.</summary>
internal static class ChatGptReader
{
    /// <summary>Null when it is none of these.</summary>
    public static JsonElement? Nodes(JsonElement item) => item.Member("mapping") is { ValueKind: JsonValueKind.Object } nodes ? nodes : null;

    public static ForeignConversation Read(JsonElement item, DateTimeOffset now)
    {
        var created = item.TimeOf("create_time", now) ?? now;
        var tree = new ForeignTree(item.Members("mapping").Select(n => (n.Name, Parent: n.Value.TextOf("parent"), Node: n.Value)), created);
        foreach (var (id, node) in tree.FromTheRoots())
        {
            if (node.Member("message") is not { } message || IsHidden(message)) continue;

            var role = message.Member("author") is { } author ? author.TextOf("role") : null;
            var type = message.Member("content") is { } content ? content.TextOf("content_type") : null;
            if (type == "thoughts") tree.Think(id, Thoughts(message));
            else if (type is "text" or "multimodal_text" && role is "user" or "assistant" && message.TextOf("recipient") is null or "all") tree.Add(id, role!, Parts(message, out var lost), Model(message), message.TimeOf("create_time", now), lost);
            else if (role is not "system" && type is not "reasoning_recap") tree.Lose(Losses.Message);
        }

        return new(item.TextOf("conversation_id") ?? item.TextOf("id"), new()
        {
            Title = item.TextOf("title"),
            ActiveLeafId = tree.NearestKept(item.TextOf("current_node")),
            ArchivedAt = item.IsTrue("is_archived") ? now : null,
            PinnedAt = item.IsTrue("is_starred") ? now : null,
            CreatedAt = created,
            UpdatedAt = item.TimeOf("update_time", now) ?? created,
            Messages = tree.Messages,
        }, tree.Lost);
    }

    private static bool IsHidden(JsonElement message) =>
        message.Member("metadata") is { } metadata && (metadata.IsTrue("is_visually_hidden_from_conversation") || metadata.IsTrue("is_user_system_message"));

    private static string? Model(JsonElement message) => message.Member("metadata") is { } metadata ? JsonText.Cut(metadata.TextOf("model_slug"), ConversationConfiguration.ModelLength) : null;

    private static string Thoughts(JsonElement message) =>
        string.Join("\n\n", message.Member("content")!.Value.Items("thoughts").Select(t => t.TextOf("content") is { Length: > 0 } content ? content : t.TextOf("summary")).OfType<string>());

    private static List<MessagePart> Parts(JsonElement message, out int lost)
    {
        List<MessagePart> parts = [];
        lost = 0;
        foreach (var part in message.Member("content")!.Value.Items("parts").Take(MessageWriter.MaxParts))
        {
            if (part.AsText() is { } text)
            {
                if (text.Length > 0) parts.Add(MessagePart.OfText(text));
            }
            else if (part.TextOf("text") is { Length: > 0 } spoken) parts.Add(MessagePart.OfText(spoken)); // a transcription
            else lost++; // an image or a recording: its file is not in conversations.json
        }

        return parts;
    }
}
