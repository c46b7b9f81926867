using System.Text.Json;

namespace OllamaNet.Contracts.Inference;

/// <summary>How the next token is chosen and when the answer ends. A null leaves the choice to the model.</summary>
public sealed record SamplingOptions
{
    public static SamplingOptions Default { get; } = new();

    /// <summary>0 is greedy.</summary>
    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? TopK { get; init; }

    public float? MinP { get; init; }

    /// <summary>Context window, tokens.</summary>
    public int? NumCtx { get; init; }

    /// <summary>Longest answer, tokens.</summary>
    public int? NumPredict { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public int? Seed { get; init; }

    /// <summary>1 is off.</summary>
    public float? RepeatPenalty { get; init; }

    public float? PresencePenalty { get; init; }

    public float? FrequencyPenalty { get; init; }

    /// <summary>The answer must be JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The answer must be JSON that fits this schema.</summary>
    public JsonElement? JsonSchema { get; init; }

    public ThinkingLevel? Thinking { get; init; }

    /// <summary>The texts of the messages go to the model one after the other, without its template.</summary>
    public bool Raw { get; init; }

    /// <summary>How long the model stays in memory afterwards. A wish: engines that do not load models on demand have nothing to set.</summary>
    public TimeSpan? KeepAlive { get; init; }
}

public enum ThinkingLevel { Off, On, Low, Medium, High }
