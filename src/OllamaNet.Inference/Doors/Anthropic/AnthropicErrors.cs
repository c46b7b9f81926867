using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Anthropic;

internal static class AnthropicErrors
{
    /// <summary>Our fields as Anthropic's clients know them.</summary>
    public static DoorErrors Filter { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["images"] = "messages",
        ["toolChoice"] = "tool_choice",
        ["parallelToolCalls"] = "tool_choice.disable_parallel_tool_use",
        ["numPredict"] = "max_tokens",
        ["stop"] = "stop_sequences",
        ["topK"] = "top_k",
        ["topP"] = "top_p",
        ["format"] = "output_config.format",
    });
}
