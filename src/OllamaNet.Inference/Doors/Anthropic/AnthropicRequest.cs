using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Anthropic;

/// <summary>Reads the body of <c>/v1/messages</c>.</summary>
internal static class AnthropicRequest
{
    private const int MostStops = 100;
    private const int LowBudget = 4096;
    private const int MediumBudget = 16384;

    /// <summary>They ask for what only Anthropic's own machines have; without it the answer would be another one.</summary>
    private static readonly string[] Elsewhere = ["container", "mcp_servers"];

    public static ChatRequest Read(JsonField root, Caller caller)
    {
        var limit = root["max_tokens"];
        if (!limit.IsGiven) throw limit.Wrong("a whole number");
        var request = Prompt(root, caller);
        return request with
        {
            Options = request.Options with
            {
                NumPredict = limit.IntegerOrNull(1, 100_000_000),
                Temperature = root["temperature"].NumberOrNull(0, 2),
                TopP = root["top_p"].NumberOrNull(0, 1),
                TopK = root["top_k"].IntegerOrNull(0),
                Stop = Stops(root["stop_sequences"]),
            },
            // Not metadata.user_id: tools put all conversations of a person under one.
            AffinityKey = Affinity.Of(caller.UserId, given: null, root["messages"].Value),
        };
    }

    /// <summary>What counts as the prompt, for a request that only counts it.</summary>
    public static ChatRequest Prompt(JsonField root, Caller caller)
    {
        foreach (var name in Elsewhere)
        {
            if (root[name] is { IsGiven: true } field && !(field.IsList && field.Value.GetArrayLength() == 0)) throw DoorException.Unsupported(name, $"'{name}' is not supported here. Leave it out.");
        }

        var model = root["model"].Text();
        if (string.IsNullOrWhiteSpace(model)) throw new DoorException("model", "'model' is required.");
        var choice = root["tool_choice"];
        return new()
        {
            Model = model,
            Messages = AnthropicMessages.Read(root),
            Caller = caller,
            Tools = AnthropicTools.Read(root["tools"]),
            ToolChoice = AnthropicTools.Choice(choice),
            ParallelToolCalls = choice["disable_parallel_tool_use"].BoolOrNull() is true ? false : null,
            Options = new() { Thinking = Thinking(root["thinking"], root["output_config"]["effort"]), JsonSchema = Schema(root) },
        };
    }

    private static IReadOnlyList<string> Stops(JsonField stops)
    {
        if (stops.IsText) throw stops.Wrong("a list of strings");
        return stops.Texts(MostStops);
    }

    private static ThinkingLevel? Thinking(JsonField thinking, JsonField effort)
    {
        if (!thinking.IsGiven) return null;
        switch (thinking["type"].Text())
        {
            case "disabled":
                return ThinkingLevel.Off;
            // The model thinks if it can, and as it is used to.
            case "adaptive" or "between_tools":
                return null;
            case "enabled":
                if (effort.IsGiven) return Level(effort);
                return thinking["budget_tokens"].IntegerOrNull(1) switch { null => ThinkingLevel.On, < LowBudget => ThinkingLevel.Low, < MediumBudget => ThinkingLevel.Medium, _ => ThinkingLevel.High };
            default:
                throw thinking["type"].Wrong("\"enabled\", \"disabled\" or \"adaptive\"");
        }
    }

    private static ThinkingLevel Level(JsonField effort) => effort.Text() switch
    {
        "low" => ThinkingLevel.Low,
        "medium" => ThinkingLevel.Medium,
        "high" or "xhigh" or "max" => ThinkingLevel.High,
        _ => throw effort.Wrong("\"low\", \"medium\", \"high\", \"xhigh\" or \"max\""),
    };

    private static System.Text.Json.JsonElement? Schema(JsonField root)
    {
        // The older name came from the beta.
        var format = root["output_config"]["format"] is { IsGiven: true } given ? given : root["output_format"];
        if (!format.IsGiven) return null;
        if (format["type"].Text() != "json_schema") throw format["type"].Wrong("\"json_schema\"");
        return format["schema"].IsObject ? format["schema"].Value : throw format["schema"].Wrong("an object");
    }
}
