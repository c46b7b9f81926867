using System.Globalization;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Reads the messages and tools of <c>/api/chat</c>.</summary>
internal static class OllamaMessages
{
    private const int Most = 10_000;
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static IReadOnlyList<ChatMessage> Read(JsonField list)
    {
        if (!list.IsGiven) return [];
        var messages = new List<ChatMessage>();
        // Ollama's clients may leave the ids of calls out; other engines want each result to name its call.
        var unanswered = new List<ToolCall>();
        foreach (var item in list.Items())
        {
            if (messages.Count == Most) throw list.Wrong(string.Create(CultureInfo.InvariantCulture, $"a list of at most {Most}"));
            messages.Add(Message(item, unanswered));
        }

        return messages;
    }

    public static IReadOnlyList<ToolDefinition> Tools(JsonField list) => list.IsGiven ? [.. list.Items().Select(Tool)] : [];

    public static IReadOnlyList<ImageContent> Images(JsonField list) => list.IsGiven ? [.. list.Items().Select(i => ImageData.FromBase64(i))] : [];

    private static ChatMessage Message(JsonField item, List<ToolCall> unanswered)
    {
        if (!item.IsObject) throw item.Wrong("an object");
        var role = Role(item["role"]);
        var message = new ChatMessage(role, item["content"].TextOrNull() ?? "") { Images = Images(item["images"]) };
        if (role is ChatRole.Assistant)
        {
            var calls = item["tool_calls"].IsGiven ? item["tool_calls"].Items().Select(Call).ToArray() : [];
            unanswered.Clear();
            unanswered.AddRange(calls);
            return message with { Thinking = item["thinking"].TextOrNull(), ToolCalls = calls };
        }

        if (role is not ChatRole.Tool) return message;
        var (id, name) = (item["tool_call_id"].TextOrNull(), item["tool_name"].TextOrNull() ?? item["name"].TextOrNull());
        var answered = unanswered.Find(c => id is not null ? c.Id == id : name is null || c.Name == name);
        if (answered is not null) unanswered.Remove(answered);
        return message with { ToolCallId = id ?? answered?.Id, ToolName = name ?? answered?.Name };
    }

    private static ToolCall Call(JsonField item, int index)
    {
        var function = item["function"];
        var arguments = function["arguments"];
        if (arguments.IsGiven && !arguments.IsObject) throw arguments.Wrong("an object");
        return new(item["id"].TextOrNull() ?? string.Create(CultureInfo.InvariantCulture, $"call_{index + 1}"), function["name"].Text(), arguments.IsGiven ? arguments.Value.GetRawText() : "{}");
    }

    private static ToolDefinition Tool(JsonField item)
    {
        var function = item["function"];
        if (!function.IsObject) throw function.Wrong("an object");
        return new(function["name"].Text(), function["description"].TextOrNull(), function["parameters"].IsObject ? function["parameters"].Value : NoParameters);
    }

    private static ChatRole Role(JsonField role) => role.Text().ToLowerInvariant() switch
    {
        "system" => ChatRole.System,
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        "tool" => ChatRole.Tool,
        _ => throw role.Wrong("\"system\", \"user\", \"assistant\" or \"tool\""),
    };
}
