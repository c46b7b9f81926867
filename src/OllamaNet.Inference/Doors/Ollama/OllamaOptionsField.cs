using System.Collections.Frozen;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>The members <c>options</c>, <c>format</c> and <c>think</c> that <c>/api/chat</c> and <c>/api/generate</c> share.</summary>
internal static class OllamaOptionsField
{
    /// <summary>They are about the machine, not about the answer: on another kind of node there is nothing to set.</summary>
    private static readonly FrozenSet<string> OfTheMachine = FrozenSet.Create(
        StringComparer.Ordinal, "num_batch", "num_gpu", "main_gpu", "use_mmap", "use_mlock", "num_thread", "numa", "low_vram", "f16_kv", "logits_all", "vocab_only", "draft_num_predict");

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal, "num_ctx", "num_predict", "seed", "temperature", "top_k", "top_p", "min_p", "repeat_penalty", "presence_penalty", "frequency_penalty", "stop");

    public static SamplingOptions Read(JsonField body)
    {
        var options = body["options"];
        if (options.IsGiven && !options.IsObject) throw options.Wrong("an object");
        var format = body["format"];
        return new SamplingOptions
        {
            NumCtx = options["num_ctx"].IntegerOrNull(1, 10_000_000),
            // Ollama takes negative numbers for no limit.
            NumPredict = options["num_predict"].IntegerOrNull(-2) is > 0 and var limit ? limit : null,
            Seed = options["seed"].IntegerOrNull(),
            Temperature = options["temperature"].NumberOrNull(0, 100),
            TopK = options["top_k"].IntegerOrNull(0),
            TopP = options["top_p"].NumberOrNull(0, 1),
            MinP = options["min_p"].NumberOrNull(0, 1),
            RepeatPenalty = options["repeat_penalty"].NumberOrNull(0, 100),
            PresencePenalty = options["presence_penalty"].NumberOrNull(-100, 100),
            FrequencyPenalty = options["frequency_penalty"].NumberOrNull(-100, 100),
            Stop = options["stop"].Texts(100),
            Json = format.IsText && IsJson(format),
            JsonSchema = format.IsObject ? format.Value : format.IsGiven && !format.IsText ? throw format.Wrong("\"json\" or a JSON Schema") : default(JsonElement?),
            Thinking = Think(body["think"]),
        };
    }

    /// <summary>The first option that changes the answer and that only Ollama knows.</summary>
    public static string? OnlyRelayed(JsonField body) => body["options"] is { IsObject: true } options
        && options.Value.EnumerateObject().FirstOrDefault(o => o.Value.ValueKind is not JsonValueKind.Null && !Known.Contains(o.Name) && !OfTheMachine.Contains(o.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } option
        ? "options." + option.Name
        : null;

    private static bool IsJson(JsonField format) => format.Text() switch
    {
        "json" => true,
        "" => false,
        _ => throw format.Wrong("\"json\" or a JSON Schema"),
    };

    private static ThinkingLevel? Think(JsonField think) => think.Value.ValueKind switch
    {
        JsonValueKind.String => think.Text() switch
        {
            "low" => ThinkingLevel.Low,
            "medium" => ThinkingLevel.Medium,
            "high" or "max" => ThinkingLevel.High,
            "true" => ThinkingLevel.On,
            "false" or "none" => ThinkingLevel.Off,
            _ => throw think.Wrong("true, false, \"low\", \"medium\" or \"high\""),
        },
        _ => think.BoolOrNull() switch { null => null, true => ThinkingLevel.On, false => ThinkingLevel.Off },
    };
}
