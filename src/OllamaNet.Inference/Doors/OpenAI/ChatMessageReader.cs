using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>Reads the messages of a chat.</summary>
internal static class ChatMessageReader
{
    public static IReadOnlyList<ChatMessage> Read(JsonField messages)
    {
        if (!messages.IsList || messages.Value.GetArrayLength() == 0) throw messages.Wrong("a list of messages");
        var read = new List<ChatMessage>(messages.Value.GetArrayLength());
        foreach (var message in messages.Items()) read.Add(ReadOne(message, read));
        return read;
    }

    private static ChatMessage ReadOne(JsonField message, List<ChatMessage> before)
    {
        if (!message.IsObject) throw message.Wrong("an object");
        var role = RoleOf(message["role"]);
        var (text, images) = Content(message["content"]);
        var read = new ChatMessage(role, text) { Images = images };
        if (role is ChatRole.Assistant)
        {
            return read with
            {
                Thinking = message["reasoning_content"].TextOrNull() ?? message["reasoning"].TextOrNull(),
                ToolCalls = message["tool_calls"].IsGiven ? [.. message["tool_calls"].Items().Where(IsFunction).Select(Call)] : [],
            };
        }

        if (role is not ChatRole.Tool) return read;
        var id = message["tool_call_id"].TextOrNull();
        return read with { ToolCallId = id, ToolName = message["name"].TextOrNull() ?? NameOf(id, before) };
    }

    private static ChatRole RoleOf(JsonField role) => role.Text() switch
    {
        "system" or "developer" => ChatRole.System,
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        "tool" or "function" => ChatRole.Tool,
        _ => throw role.Wrong("system, developer, user, assistant or tool"),
    };

    /// <summary>Text, or parts; several texts make one.</summary>
    private static (string Text, IReadOnlyList<ImageContent> Images) Content(JsonField content)
    {
        if (!content.IsGiven) return ("", []);
        if (content.IsText) return (content.Text(), []);
        var text = new StringBuilder();
        List<ImageContent>? images = null;
        foreach (var part in content.Items())
        {
            switch (part["type"].Text())
            {
                case "text" or "refusal":
                    text.Append(part[part["type"].Text()].Text());
                    break;
                case "image_url":
                    (images ??= []).Add(ImageData.FromDataUri(part["image_url"].IsText ? part["image_url"] : part["image_url"]["url"]));
                    break;
                case "input_audio" or "file":
                    // Relayed or refused: see RelayOnly.
                    break;
                default:
                    throw DoorException.Unsupported(part["type"].Path, $"'{part["type"].Path}' must be text or image_url.");
            }
        }

        return (text.ToString(), images ?? (IReadOnlyList<ImageContent>)[]);
    }

    private static bool IsFunction(JsonField call) => !call["type"].IsGiven || call["type"].Text() == "function";

    private static ToolCall Call(JsonField call) => new(call["id"].TextOrNull() ?? "", call["function"]["name"].Text(), call["function"]["arguments"].TextOrNull() is { Length: > 0 } arguments ? arguments : "{}");

    private static string? NameOf(string? id, List<ChatMessage> before) =>
        id is null ? null : before.SelectMany(m => m.ToolCalls).LastOrDefault(c => c.Id == id)?.Name;
}
