using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Anthropic;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class AnthropicTools
{
    public static IReadOnlyList<ToolDefinition> Read(JsonField list) => list.IsGiven ? [.. list.Items().Select(Tool)] : [];

    public static ToolChoice Choice(JsonField choice)
    {
        if (!choice.IsGiven) return ToolChoice.Auto;
        return choice["type"].Text() switch
        {
            "auto" => ToolChoice.Auto,
            "any" => new(ToolChoiceKind.Required),
            "none" => new(ToolChoiceKind.None),
            "tool" => new(ToolChoiceKind.Function, choice["name"].Text()),
            _ => throw choice["type"].Wrong("\"auto\", \"any\", \"tool\" or \"none\""),
        };
    }

    private static ToolDefinition Tool(JsonField tool)
    {
        // Those with another type run at Anthropic, or have a schema that only its models know.
        if (tool["type"] is { IsGiven: true } type && type.Text() != "custom")
            throw DoorException.Unsupported(type.Path, $"'{type.Path}': tools of type '{type.Text()}' are not supported here. Describe the tool with an input_schema, or leave it out.");
        var schema = tool["input_schema"];
        return new(tool["name"].Text(), tool["description"].TextOrNull(), schema.IsObject ? schema.Value : throw schema.Wrong("an object"));
    }
}
