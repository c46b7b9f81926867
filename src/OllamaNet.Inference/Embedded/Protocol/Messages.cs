using System.Text.Json.Serialization;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Embedded.Protocol;

internal sealed record ChatTurn(string Role, string Content);

internal sealed record ChatCommand
{
    public required IReadOnlyList<ChatTurn> Messages { get; init; }

    /// <summary>The last message is left open, and what comes is the rest of it.</summary>
    public bool Continue { get; init; }

    public required SamplingPlan Sampling { get; init; }

    /// <summary>Prompt and answer together may take no more tokens than this; 0 is the model's own limit.</summary>
    public int Context { get; init; }

    /// <summary>Longest answer, tokens; 0 goes on until the context is full.</summary>
    public int AnswerLimit { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The one message is the prompt as it is, without the model's template.</summary>
    public bool Raw { get; init; }

    /// <summary>Only the tokens of the prompt are wanted: nothing is answered.</summary>
    public bool CountOnly { get; init; }
}

/// <summary>How the next token is chosen, with every default filled in.</summary>
internal sealed record SamplingPlan
{
    public float Temperature { get; init; }

    public int TopK { get; init; }

    public float TopP { get; init; }

    public float MinP { get; init; }

    public uint Seed { get; init; }

    public float RepeatPenalty { get; init; }

    public float PresencePenalty { get; init; }

    public float FrequencyPenalty { get; init; }

    /// <summary>GBNF with the rule <c>root</c>; null lets the model write what it likes.</summary>
    public string? Grammar { get; init; }
}

internal sealed record EmbedCommand(IReadOnlyList<string> Inputs);

/// <summary>Only the numbers of tokens are wanted.</summary>
internal sealed record CountCommand(IReadOnlyList<string> Texts);

internal sealed record ReadyReport(int ContextLength, int VectorLength);

internal sealed record DoneReport(FinishReason Finish, int PromptTokens, int CachedTokens, int AnswerTokens, double PromptMilliseconds, double AnswerMilliseconds, string? StopSequence = null);

internal sealed record ErrorReport(InferenceError Error, string Message, string? Parameter = null, double? RetryAfterSeconds = null);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ChatCommand)), JsonSerializable(typeof(EmbedCommand)), JsonSerializable(typeof(CountCommand)), JsonSerializable(typeof(ReadyReport)), JsonSerializable(typeof(DoneReport)), JsonSerializable(typeof(ErrorReport))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
