using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

/// <summary>How an answer is to be made; what is left out is the model's own choice.</summary>
public sealed record AnswerOptions : IValidatableObject
{
    private const int MaxSchema = 20_000;

    private static readonly string[] Numbers =
        ["temperature", "topP", "topK", "minP", "numCtx", "numPredict", "seed", "repeatPenalty", "presencePenalty", "frequencyPenalty", "keepAlive"];

    // Whole numbers as bounds would round the value first: 2.4 would pass for 2.
    [Range(0.0, 2.0)] public float? Temperature { get; init; }

    [Range(0.0, 1.0)] public float? TopP { get; init; }

    [Range(0, 1000)] public int? TopK { get; init; }

    [Range(0.0, 1.0)] public float? MinP { get; init; }

    /// <summary>Context window, tokens.</summary>
    [Range(128, 1_048_576)] public int? NumCtx { get; init; }

    /// <summary>Longest answer, tokens.</summary>
    [Range(1, 1_048_576)] public int? NumPredict { get; init; }

    /// <summary>The answer ends before any of these texts.</summary>
    [MaxLength(8)] public IReadOnlyList<string>? Stop { get; init; }

    [Range(0, int.MaxValue)] public int? Seed { get; init; }

    [Range(0.1, 2.0)] public float? RepeatPenalty { get; init; }

    [Range(-2.0, 2.0)] public float? PresencePenalty { get; init; }

    [Range(-2.0, 2.0)] public float? FrequencyPenalty { get; init; }

    /// <summary><c>"json"</c>, a JSON Schema that the answer must fit, or <c>"text"</c>: neither, whatever a preset says.</summary>
    public JsonElement? Format { get; init; }

    public ThinkingLevel? Thinking { get; init; }

    /// <summary>The texts go to the model one after the other without its template. Refused where the engine knows only chats.</summary>
    public bool? Raw { get; init; }

    /// <summary>Seconds that an Ollama node keeps the model in memory after the answer; 0 frees it at once. Other engines load and free as they see fit and do not look at it.</summary>
    [Range(0, 86_400)] public int? KeepAlive { get; init; }

    /// <summary>Names of numbers that are the model's own here, whatever a preset or a folder says.</summary>
    [MaxLength(11)] public IReadOnlyList<string>? ModelsOwn { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ModelsOwn is { } own && own.Any(name => !Numbers.Contains(name)))
            yield return new($"The model's own can be {string.Join(", ", Numbers)}.", [nameof(ModelsOwn)]);
        if (Format is { } format && !(format.ValueKind is JsonValueKind.Object || (format.ValueKind is JsonValueKind.String && (format.ValueEquals("json") || format.ValueEquals("text")))))
            yield return new("Format is \"json\", \"text\" or a JSON Schema object.", [nameof(Format)]);
        if (Format is { ValueKind: JsonValueKind.Object } schema && schema.GetRawText().Length > MaxSchema)
            yield return new($"A schema has at most {MaxSchema} characters.", [nameof(Format)]);
        if (Stop is { } stop && stop.Any(s => s is not { Length: >= 1 and <= 100 }))
            yield return new("A stop text has 1 to 100 characters.", [nameof(Stop)]);
    }

    /// <summary>These values, and those of <paramref name="below"/> where there are none.</summary>
    internal AnswerOptions Over(AnswerOptions? below) => below is null ? this : new()
    {
        Temperature = Temperature ?? Taken("temperature", below.Temperature),
        TopP = TopP ?? Taken("topP", below.TopP),
        TopK = TopK ?? Taken("topK", below.TopK),
        MinP = MinP ?? Taken("minP", below.MinP),
        NumCtx = NumCtx ?? Taken("numCtx", below.NumCtx),
        NumPredict = NumPredict ?? Taken("numPredict", below.NumPredict),
        Stop = Stop ?? below.Stop,
        Seed = Seed ?? Taken("seed", below.Seed),
        RepeatPenalty = RepeatPenalty ?? Taken("repeatPenalty", below.RepeatPenalty),
        PresencePenalty = PresencePenalty ?? Taken("presencePenalty", below.PresencePenalty),
        FrequencyPenalty = FrequencyPenalty ?? Taken("frequencyPenalty", below.FrequencyPenalty),
        Format = Format ?? below.Format,
        Thinking = Thinking ?? below.Thinking,
        Raw = Raw ?? below.Raw,
        KeepAlive = KeepAlive ?? Taken("keepAlive", below.KeepAlive),
        ModelsOwn = ModelsOwn is null ? below.ModelsOwn : below.ModelsOwn is null ? ModelsOwn : [.. ModelsOwn.Union(below.ModelsOwn, StringComparer.Ordinal)],
    };

    /// <summary>What others say of a number, unless it is the model's own.</summary>
    private T? Taken<T>(string name, T? value) where T : struct => ModelsOwn?.Contains(name, StringComparer.Ordinal) is true ? null : value;

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
        Raw = Raw is true,
        KeepAlive = KeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Json = Format is { ValueKind: JsonValueKind.String } format && format.ValueEquals("json"),
        JsonSchema = Format is { ValueKind: JsonValueKind.Object } schema ? schema : null,
    };
}
