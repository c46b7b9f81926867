using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>Tools, in chat completions and responses: the one nests the function, the other does not.</summary>
internal static class ToolReader
{
    private const int Most = 256;
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static IReadOnlyList<ToolDefinition> Tools(JsonField tools)
    {
        if (!tools.IsGiven) return [];
        if (!tools.IsList || tools.Value.GetArrayLength() > Most) throw tools.Wrong("a list of at most 256 tools");
        var known = new List<ToolDefinition>(tools.Value.GetArrayLength());
        foreach (var tool in tools.Items())
        {
            if (tool["type"].Text() != "function") continue;
            var function = tool["function"].IsGiven ? tool["function"] : tool;
            var parameters = function["parameters"];
            if (parameters.IsGiven && !parameters.IsObject) throw parameters.Wrong("a JSON Schema");
            known.Add(new(function["name"].Text(), function["description"].TextOrNull(), parameters.IsGiven ? parameters.Value : NoParameters));
        }

        return known;
    }

    public static ToolChoice Choice(JsonField choice)
    {
        if (!choice.IsGiven) return ToolChoice.Auto;
        if (choice.IsObject)
        {
            if (choice["type"].Text() != "function") return ToolChoice.Auto;
            return new(ToolChoiceKind.Function, (choice["function"].IsGiven ? choice["function"]["name"] : choice["name"]).Text());
        }

        return choice.Text() switch
        {
            "auto" => ToolChoice.Auto,
            "none" => new(ToolChoiceKind.None),
            "required" => new(ToolChoiceKind.Required),
            _ => throw choice.Wrong("auto, none, required or a function"),
        };
    }
}
