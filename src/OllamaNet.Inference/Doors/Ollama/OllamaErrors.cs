using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Ollama;

internal static class OllamaErrors
{
    /// <summary>Our fields as Ollama's clients know them.</summary>
    public static DoorErrors Filter { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["thinking"] = "think",
        ["toolChoice"] = "tools",
        ["topLogprobs"] = "logprobs",
        ["numCtx"] = "options.num_ctx",
        ["num_ctx"] = "options.num_ctx",
        ["numPredict"] = "options.num_predict",
        ["topK"] = "options.top_k",
        ["topP"] = "options.top_p",
        ["minP"] = "options.min_p",
        ["repeatPenalty"] = "options.repeat_penalty",
        ["presencePenalty"] = "options.presence_penalty",
        ["frequencyPenalty"] = "options.frequency_penalty",
        ["temperature"] = "options.temperature",
        ["seed"] = "options.seed",
        ["stop"] = "options.stop",
    });
}
