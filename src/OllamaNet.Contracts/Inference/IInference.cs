namespace OllamaNet.Contracts.Inference;

/// <summary>The one way from a role to the models. Picks a node for each call. Failures are <see cref="InferenceException"/>.</summary>
public interface IInference
{
    /// <summary>What the caller may use of the models over all reachable nodes, a model once by its public name, in name order.</summary>
    ValueTask<IReadOnlyList<ModelInfo>> ListModelsAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>Every model on every node, also what is hidden, and what a node had that does not answer now. For the catalogue and for administrators.</summary>
    ValueTask<IReadOnlyList<ModelPlace>> ListPlacesAsync(CancellationToken cancellationToken);

    /// <summary>Ends when what the nodes have, or what names stand for, is not as it was at <paramref name="known"/>; begin with 0.</summary>
    /// <returns>What to wait on next.</returns>
    Task<long> ModelsChangedAsync(long known, CancellationToken cancellationToken);

    /// <summary>State of every configured node, as the last background probe saw it.</summary>
    ValueTask<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs one chat turn. Parts of the answer reach <paramref name="sink"/> in order, on one thread at a time; the returned task ends after the last part.
    /// Cancelling stops the engine at once and throws <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <exception cref="InferenceException">Before the first part: nothing was answered. After it: the answer was cut.</exception>
    Task<ChatResult> ChatAsync(ChatRequest request, IAnswerSink sink, CancellationToken cancellationToken);

    /// <summary>How many tokens each text comes to, without asking the model: as its engine splits them, else an estimate from what earlier prompts came to.</summary>
    /// <exception cref="InferenceException">The caller may use no such model.</exception>
    Task<TextTokens> CountTokensAsync(string model, IReadOnlyList<string> texts, Caller caller, CancellationToken cancellationToken);

    /// <summary>One vector for each input, in order.</summary>
    /// <exception cref="InferenceException">No vectors were made.</exception>
    Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken);
}

/// <summary>
/// Receives an answer while it is made. Calls must return quickly and never block: they run on the thread that reads the engine.
/// Text is UTF-8 and never ends inside a character; the span is valid during the call only.
/// </summary>
public interface IAnswerSink
{
    /// <summary>The request waits; <paramref name="position"/> 1 is next. Called again when the place changes, never after <see cref="Started"/>.</summary>
    void Queued(int position)
    {
    }

    /// <summary>A node took the request. Called once, before any part of the answer.</summary>
    void Started(string node, string model);

    void Text(ReadOnlySpan<byte> utf8);

    void Thinking(ReadOnlySpan<byte> utf8);

    void ToolCall(ToolCall call);

    /// <summary>A page that the answer leans on; before, in or after the text that does.</summary>
    void Source(AnswerSource source)
    {
    }

    /// <summary>Probabilities of the tokens of the text before or after it, as a JSON array of <c>{token, logprob, bytes, top_logprobs}</c>.</summary>
    void Logprobs(ReadOnlySpan<byte> json)
    {
    }

    /// <summary>
    /// What arrived together was handed over. An engine that reads a connection waits for this before it reads on, so a sink that writes
    /// to one can slow it down; it never throws for a reader that is gone.
    /// </summary>
    ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
