namespace OllamaNet.Contracts.Inference;

public sealed record ChatResult(FinishReason Finish, TokenUsage Usage, Durations Durations)
{
    /// <summary>The stop word that ended the answer; null also where the engine does not say.</summary>
    public string? StopSequence { get; init; }
}

public enum FinishReason { Stop, Length, ToolCalls }

/// <summary>Tokens, as the engine counted them; null where it does not say.</summary>
public sealed record TokenUsage(int? PromptTokens, int? AnswerTokens);

/// <summary>Where the time went, as the engine measured it; null where it does not say.</summary>
public sealed record Durations(TimeSpan Total, TimeSpan? Load = null, TimeSpan? Prompt = null, TimeSpan? Answer = null);

/// <param name="Dimensions">Length of each vector; null takes the model's own.</param>
public sealed record EmbeddingRequest(string Model, IReadOnlyList<string> Inputs, Caller Caller, int? Dimensions = null, bool LocalOnly = false)
{
    /// <summary>False: a text that is too long is an error. Null leaves it to the node.</summary>
    public bool? Truncate { get; init; }

    /// <summary>In place of <see cref="Inputs"/>: texts that are tokens of the model already. Few engines take them.</summary>
    public IReadOnlyList<int[]> Tokens { get; init; } = [];
}

public sealed record EmbeddingResult(IReadOnlyList<ReadOnlyMemory<float>> Vectors, int? PromptTokens)
{
    /// <summary>The node that made them.</summary>
    public string? Node { get; init; }

    /// <summary>The public name of the model that did.</summary>
    public string? Model { get; init; }
}
