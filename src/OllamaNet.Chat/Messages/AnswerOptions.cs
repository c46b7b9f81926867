using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

/// <summary>How an answer is to be made; what is left out is the model's own choice.</summary>
public sealed record AnswerOptions : IValidatableObject
{
    [Range(0, 2)] public float? Temperature { get; init; }

    [Range(0, 1)] public float? TopP { get; init; }

    [Range(0, 1000)] public int? TopK { get; init; }

    [Range(0, 1)] public float? MinP { get; init; }

    /// <summary>Context window, tokens.</summary>
    [Range(128, 1_048_576)] public int? NumCtx { get; init; }

    /// <summary>Longest answer, tokens.</summary>
    [Range(1, 1_048_576)] public int? NumPredict { get; init; }

    /// <summary>The answer ends before any of these texts.</summary>
    [MaxLength(8)] public IReadOnlyList<string>? Stop { get; init; }

    [Range(0, int.MaxValue)] public int? Seed { get; init; }

    [Range(0.1, 2)] public float? RepeatPenalty { get; init; }

    [Range(-2, 2)] public float? PresencePenalty { get; init; }

    [Range(-2, 2)] public float? FrequencyPenalty { get; init; }

    /// <summary><c>"json"</c>, or a JSON Schema that the answer must fit.</summary>
    public JsonElement? Format { get; init; }

    public ThinkingLevel? Thinking { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Format is { } format && !(format.ValueKind is JsonValueKind.Object || (format.ValueKind is JsonValueKind.String && format.ValueEquals("json"))))
            yield return new("Format is \"json\" or a JSON Schema object.", [nameof(Format)]);
        if (Stop is { } stop && stop.Any(s => s.Length is 0 or > 100))
            yield return new("A stop text has 1 to 100 characters.", [nameof(Stop)]);
    }

    internal SamplingOptions ToSampling() => new()
    {
        Temperature = Temperature,
        TopP = TopP,
        TopK = TopK,
        MinP = MinP,
        NumCtx = NumCtx,
        NumPredict = NumPredict,
        Stop = Stop ?? [],
        Seed = Seed,
        RepeatPenalty = RepeatPenalty,
        PresencePenalty = PresencePenalty,
        FrequencyPenalty = FrequencyPenalty,
        Thinking = Thinking,
        Json = Format is { ValueKind: JsonValueKind.String },
        JsonSchema = Format is { ValueKind: JsonValueKind.Object } schema ? schema : null,
    };
}
