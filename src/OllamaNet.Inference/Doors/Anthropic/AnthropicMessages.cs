using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Anthropic;

/// <summary>Reads <c>system</c> and <c>messages</c>, whose blocks become our messages: a result of a tool is a message of its own.</summary>
internal static class AnthropicMessages
{
    private const int Most = 10_000;
    private const string Between = "\n\n";

    public static IReadOnlyList<ChatMessage> Read(JsonField root)
    {
        var messages = new List<ChatMessage>();
        if (Texts(root["system"]) is { Length: > 0 } system) messages.Add(new(ChatRole.System, system));

        var list = root["messages"];
        if (!list.IsList || list.Value.GetArrayLength() is 0 or > Most) throw list.Wrong($"a list of 1 to {Most} messages");
        var tools = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in list.Items())
        {
            switch (item["role"].Text())
            {
                case "user":
                    AddUser(messages, item["content"], tools);
                    break;
                case "assistant":
                    messages.Add(Assistant(item["content"], tools));
                    break;
                case "system":
                    messages.Add(new(ChatRole.System, Texts(item["content"])));
                    break;
                default:
                    throw item["role"].Wrong("\"user\" or \"assistant\"");
            }
        }

        return messages;
    }

    private static void AddUser(List<ChatMessage> messages, JsonField content, Dictionary<string, string> tools)
    {
        if (content.IsText)
        {
            messages.Add(new(ChatRole.User, content.Text()));
            return;
        }

        var texts = new List<string>();
        var images = new List<ImageContent>();
        foreach (var block in content.Items())
        {
            switch (block["type"].Text())
            {
                case "text":
                    texts.Add(block["text"].Text());
                    break;
                case "image":
                    images.Add(Image(block["source"]));
                    break;
                case "document":
                    texts.Add(Document(block));
                    break;
                case "tool_result":
                    messages.Add(ToolResult(block, tools, images));
                    break;
                default:
                    throw NotSupported(block["type"]);
            }
        }

        if (texts.Count > 0 || images.Count > 0) messages.Add(new(ChatRole.User, string.Join(Between, texts)) { Images = images });
    }

    private static ChatMessage Assistant(JsonField content, Dictionary<string, string> tools)
    {
        if (content.IsText) return new(ChatRole.Assistant, content.Text());

        var texts = new List<string>();
        var thoughts = new List<string>();
        var calls = new List<ToolCall>();
        foreach (var block in content.Items())
        {
            switch (block["type"].Text())
            {
                case "text":
                    texts.Add(block["text"].Text());
                    break;
                case "thinking":
                    thoughts.Add(block["thinking"].Text());
                    break;
                case "redacted_thinking":
                    // Nobody but its maker can read it.
                    break;
                case "tool_use":
                    calls.Add(Call(block));
                    tools[calls[^1].Id] = calls[^1].Name;
                    break;
                default:
                    throw NotSupported(block["type"]);
            }
        }

        return new(ChatRole.Assistant, string.Join(Between, texts)) { Thinking = thoughts.Count == 0 ? null : string.Join(Between, thoughts), ToolCalls = calls };
    }

    private static ToolCall Call(JsonField block)
    {
        var input = block["input"];
        return new(block["id"].Text(), block["name"].Text(), input.IsObject ? input.Value.GetRawText() : throw input.Wrong("an object"));
    }

    /// <param name="images">Pictures in a result go to the user's message that follows: there every engine takes them.</param>
    private static ChatMessage ToolResult(JsonField block, Dictionary<string, string> tools, List<ImageContent> images)
    {
        var id = block["tool_use_id"].Text();
        var content = block["content"];
        var texts = new List<string>();
        if (content.IsText) texts.Add(content.Text());
        else if (content.IsGiven) texts.AddRange(content.Items().Select(part => Part(part, images)).OfType<string>());

        var text = string.Join(Between, texts);
        if (block["is_error"].BoolOrNull() is true) text = "Error: " + text;
        return new(ChatRole.Tool, text) { ToolCallId = id, ToolName = tools.GetValueOrDefault(id) };
    }

    private static string? Part(JsonField part, List<ImageContent> images)
    {
        switch (part["type"].Text())
        {
            case "text":
                return part["text"].Text();
            case "document":
                return Document(part);
            case "image":
                images.Add(Image(part["source"]));
                return null;
            default:
                throw NotSupported(part["type"]);
        }
    }

    private static ImageContent Image(JsonField source)
    {
        if (source["type"].Text() != "base64") throw DoorException.Unsupported(source.Path, $"'{source.Path}' must be of type base64: images are not fetched from addresses.");
        return ImageData.FromBase64(source["data"], source["media_type"].TextOrNull());
    }

    private static string Document(JsonField block)
    {
        var source = block["source"];
        if (source["type"].Text() != "text") throw DoorException.Unsupported(source.Path, $"'{source.Path}' must be of type text: other documents are not read here.");
        return block["title"].TextOrNull() is { } title ? $"{title}{Between}{source["data"].Text()}" : source["data"].Text();
    }

    /// <summary>A string, or blocks of text.</summary>
    private static string Texts(JsonField field)
    {
        if (!field.IsGiven) return "";
        if (field.IsText) return field.Text();
        return string.Join(Between, field.Items().Select(block => block["type"].Text() == "text" ? block["text"].Text() : throw NotSupported(block["type"])));
    }

    private static DoorException NotSupported(JsonField type) => DoorException.Unsupported(type.Path, $"'{type.Path}': blocks of type '{type.Text()}' are not supported here.");
}
