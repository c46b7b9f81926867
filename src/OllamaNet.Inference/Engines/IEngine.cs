using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Engines;

/// <summary>What every kind of node can do. One instance a node, used by many requests at once; failures are <see cref="InferenceException"/>.</summary>
internal interface IEngine : IAsyncDisposable
{
    /// <summary>Asks the node what it is and what it has. Called in the background only.</summary>
    Task<EngineState> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Runs one turn; <see cref="ChatRequest.Model"/> is the node's own name for the model. Does not call <see cref="IAnswerSink.Started"/>: the caller did.</summary>
    Task<ChatResult> ChatAsync(ChatRequest request, IAnswerSink sink, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="RelayAsync"/> takes requests of this protocol.</summary>
    bool Speaks(WireProtocol protocol) => false;

    /// <summary>
    /// Sends a request that is in the engine's own protocol already, changed only where it must be (the model's name, the window), and hands what
    /// comes back to <see cref="IWireSink.Wire"/> as it comes. Parsed only as far as usage, errors and the end need.
    /// </summary>
    /// <param name="request">The same request, understood: its model is the node's own name.</param>
    Task<ChatResult> RelayAsync(WireRequest wire, ChatRequest request, IWireSink sink, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This engine relays nothing.");

    /// <summary>How many tokens the prompt comes to; null where the engine cannot say without answering it.</summary>
    Task<int?> CountTokensAsync(ChatRequest request, CancellationToken cancellationToken) => Task.FromResult<int?>(null);

    /// <summary>How many tokens each text comes to; null where the engine cannot say, or not at once.</summary>
    /// <param name="model">The node's own name for it.</param>
    Task<TextTokens?> CountTextsAsync(string model, IReadOnlyList<string> texts, CancellationToken cancellationToken) => Task.FromResult<TextTokens?>(null);

    Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken);
}

/// <summary>What a probe found.</summary>
internal sealed record EngineState(string? Version, IReadOnlyList<EngineModel> Models)
{
    /// <summary>What an administrator should mend although the node works, such as a model file that cannot be read.</summary>
    public string? Problem { get; init; }

    /// <summary>Why this version should not be run any longer.</summary>
    public string? Warning { get; init; }
}

/// <summary>A model as one node describes it.</summary>
internal sealed record EngineModel(string Name, ModelCapabilities Capabilities)
{
    /// <summary>Changes when the model behind the name does; null where the node does not say.</summary>
    public string? Digest { get; init; }

    public int? ContextLength { get; init; }

    public long? Size { get; init; }

    public string? ParameterSize { get; init; }

    public string? Family { get; init; }

    public string? Quantization { get; init; }

    public bool Demo { get; init; }

    /// <summary>The same object as long as the model is the same.</summary>
    public ModelAbout? About { get; init; }

    /// <summary>In memory now, so that it answers without being read from disk first.</summary>
    public bool Loaded { get; init; }

    /// <summary>The node only passes the prompt on, to somewhere else.</summary>
    public bool DataLeavesSite { get; init; }
}
