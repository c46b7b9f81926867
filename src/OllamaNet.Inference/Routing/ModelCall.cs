using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Telemetry;

namespace OllamaNet.Inference.Routing;

/// <summary>One request, and how it is put to a node.</summary>
internal abstract class ModelCall<T> where T : class
{
    public abstract CallOperation Operation { get; }

    public required Caller Caller { get; init; }

    /// <summary>The model's name, as the caller gave it.</summary>
    public required string Asked { get; init; }

    public required bool LocalOnly { get; init; }

    public required IReadOnlyList<Need> Needs { get; init; }

    public ulong? Affinity { get; init; }

    /// <inheritdoc cref="Demand.OnlyRelayed"/>
    public WireRequest? OnlyRelayed { get; init; }

    /// <summary>Learns the place in the queue.</summary>
    public IAnswerSink? Sink { get; init; }

    /// <summary>Tokens that a node reads for it, roughly.</summary>
    public abstract int PromptEstimate { get; }

    /// <summary>What was answered to the same before; null when the caller does not want it, or there is none.</summary>
    public abstract Task<T?> FromCacheAsync(IReadOnlyList<Demand> demands, InferenceCall measured, CancellationToken cancellationToken);

    /// <exception cref="AttemptFailed">The node did not do it.</exception>
    public abstract Task<T> TryOnAsync(Candidate candidate, InferenceCall measured, CancellationToken cancellationToken);

    protected static InferenceException TooSlow(Candidate candidate, bool started, Exception cause) =>
        new(InferenceError.Timeout, started ? $"The node {candidate.Node.Name} fell silent in mid-answer." : $"The node {candidate.Node.Name} did not begin to answer in time.", cause);

    protected static TimeLimits LimitsOf(NodeOptions node, InferenceOptions options) =>
        new(node.FirstTokenTimeout ?? options.FirstTokenTimeout, node.BetweenTokensTimeout ?? options.BetweenTokensTimeout, node.TotalTimeout ?? options.TotalTimeout);
}

/// <param name="started">Whether the caller has seen some of the answer.</param>
internal sealed class AttemptFailed(InferenceException cause, bool started) : Exception(cause.Message, cause)
{
    public InferenceException Cause { get; } = cause;

    public bool Started { get; } = started;
}
