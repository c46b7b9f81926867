using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Routing;

/// <summary>The numbers are stored.</summary>
internal enum CallOperation { Chat = 0, Embeddings = 1 }

/// <summary>The numbers are stored.</summary>
internal enum CallOutcome
{
    Succeeded = 0,

    /// <summary>The caller went away, or stopped it.</summary>
    Cancelled = 1,

    /// <summary>Nobody began to answer: refused, no place, no node, a failure of every node.</summary>
    Failed = 2,

    /// <summary>Some of the answer was there already.</summary>
    Broken = 3,
}

/// <summary>
/// What one call was, made exactly once for each, at its end and whatever became of it. It knows nothing of what was asked and answered.
/// </summary>
internal sealed record CallRecord
{
    public required CallOperation Operation { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>The name the caller used; an alias, or one that does not exist.</summary>
    public required string Asked { get; init; }

    /// <summary>The public name of the model that was used in the end; null when it came to none.</summary>
    public string? Model { get; init; }

    /// <summary>The node tried last; null when it came to none.</summary>
    public string? Node { get; init; }

    /// <summary>The answer came from the caller's own cache: no node worked for it, and the tokens are 0.</summary>
    public bool Cached { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Of that, in the queue.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>From the call's beginning; null while there was none.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>As the engine counted; where it did not come to say so, estimated.</summary>
    public int PromptTokens { get; init; }

    /// <inheritdoc cref="PromptTokens"/>
    public int AnswerTokens { get; init; }

    /// <summary>The tokens are an estimate.</summary>
    public bool Estimated { get; init; }

    /// <summary>Nodes tried.</summary>
    public int Attempts { get; init; }

    public required CallOutcome Outcome { get; init; }

    /// <summary>For <see cref="CallOutcome.Failed"/> and <see cref="CallOutcome.Broken"/>; null also for a mistake of ours.</summary>
    public InferenceError? Error { get; init; }
}
