using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

/// <summary>Turns the items of responses into the messages of a chat. A call and what the model thought belong to the assistant's message around them.</summary>
internal sealed class InputItemReader
{
    private readonly List<ChatMessage> _messages = [];
    private string? _thinking;

    public IReadOnlyList<ChatMessage> Messages => _messages;

    public void System(string instructions) => _messages.Add(new(ChatRole.System, instructions));

    public void Read(JsonField input)
    {
        if (input.IsText)
        {
            _messages.Add(new(ChatRole.User, input.Text()));
            return;
        }

        foreach (var item in input.Items()) ReadItem(item);
    }

    private void ReadItem(JsonField item)
    {
        if (!item.IsObject) throw item.Wrong("an object");
        switch (item["type"].TextOrNull())
        {
            case null or "message":
                ReadMessage(item);
                break;
            case "function_call":
                ReadCall(item);
                break;
            case "function_call_output":
                var id = item["call_id"].Text();
                _messages.Add(new(ChatRole.Tool, ContentOf(item["output"]).Text) { ToolCallId = id, ToolName = _messages.SelectMany(m => m.ToolCalls).LastOrDefault(c => c.Id == id)?.Name });
                break;
            case "reasoning":
                _thinking = string.Concat(TextsOf(item["summary"]).Concat(TextsOf(item["content"])));
                break;
            default:
                throw DoorException.Unsupported(item["type"].Path, $"Items of the type '{item["type"].Text()}' are not known here.");
        }
    }

    private void ReadMessage(JsonField item)
    {
        var role = item["role"].Text() switch
        {
            "system" or "developer" => ChatRole.System,
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            _ => throw item["role"].Wrong("system, developer, user or assistant"),
        };
        var (text, images) = ContentOf(item["content"]);
        _messages.Add(new(role, text) { Images = images, Thinking = role is ChatRole.Assistant ? TakeThinking() : null });
    }

    private void ReadCall(JsonField item)
    {
        var call = new ToolCall(item["call_id"].Text(), item["name"].Text(), item["arguments"].TextOrNull() is { Length: > 0 } arguments ? arguments : "{}");
        if (_thinking is null && _messages is [.., { Role: ChatRole.Assistant } last]) _messages[^1] = last with { ToolCalls = [.. last.ToolCalls, call] };
        else _messages.Add(new(ChatRole.Assistant, "") { ToolCalls = [call], Thinking = TakeThinking() });
    }

    private string? TakeThinking()
    {
        var thinking = _thinking;
        _thinking = null;
        return string.IsNullOrEmpty(thinking) ? null : thinking;
    }

    private static IEnumerable<string> TextsOf(JsonField parts) => parts.IsGiven ? parts.Items().Select(p => p["text"].TextOrNull() ?? "") : [];

    private static (string Text, IReadOnlyList<ImageContent> Images) ContentOf(JsonField content)
    {
        if (!content.IsGiven) return ("", []);
        if (content.IsText) return (content.Text(), []);
        var text = new StringBuilder();
        var images = new List<ImageContent>();
        foreach (var part in content.Items())
        {
            switch (part["type"].Text())
            {
                case "input_text" or "output_text" or "text":
                    text.Append(part["text"].Text());
                    break;
                case "refusal":
                    text.Append(part["refusal"].Text());
                    break;
                case "input_image":
                    images.Add(ImageData.FromDataUri(part["image_url"]));
                    break;
                default:
                    throw DoorException.Unsupported(part["type"].Path, $"'{part["type"].Path}' must be input_text, output_text or input_image.");
            }
        }

        return (text.ToString(), images);
    }
}
