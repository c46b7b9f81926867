using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>Fields that have a meaning we cannot give them ourselves: a node of the same protocol gets them, any other refuses.</summary>
internal static class RelayOnly
{
    private static readonly string[] WhenGiven =
        ["audio", "prediction", "web_search_options", "functions", "function_call", "chat_template_kwargs", "guided_json", "guided_regex", "guided_choice", "guided_grammar", "structured_outputs"];

    public static string? FirstOf(JsonField root)
    {
        if (root["n"].IntegerOrNull(1, 128) is > 1) return "n";
        if (root["logit_bias"] is { IsGiven: true } bias && (bias.IsObject ? bias.Value.EnumerateObject().Any() : throw bias.Wrong("an object"))) return "logit_bias";
        if (root["modalities"] is { IsGiven: true } modalities && modalities.Items().Any(m => m.Text() != "text")) return "modalities";
        if (root["store"].BoolOrNull() is true) return "store";
        if (root["verbosity"] is { IsGiven: true } verbosity && verbosity.Text() != "medium") return "verbosity";
        if (root["service_tier"] is { IsGiven: true } tier && tier.Text() is not ("auto" or "default")) return "service_tier";
        return WhenGiven.FirstOrDefault(name => root[name].IsGiven) ?? InMessages(root["messages"]) ?? InTools(root);
    }

    private static string? InMessages(JsonField messages)
    {
        foreach (var message in messages.Items())
        {
            if (!message["content"].IsList) continue;
            foreach (var part in message["content"].Items())
            {
                if (part["type"].Is("input_audio"u8) || part["type"].Is("file"u8)) return part.Path;
            }
        }

        return null;
    }

    private static string? InTools(JsonField root)
    {
        if (root["tools"].IsGiven && root["tools"].Items().FirstOrDefault(t => !t["type"].Is("function"u8)) is { IsGiven: true } other) return other.Path;
        return root["tool_choice"] is { IsObject: true } choice && !choice["type"].Is("function"u8) ? "tool_choice" : null;
    }
}
