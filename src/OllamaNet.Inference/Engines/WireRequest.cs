using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Engines;

internal enum WireProtocol { OpenAIChat, OpenAICompletion, OllamaChat, OllamaGenerate }

/// <summary>A request as its client sent it, for engines that speak the same protocol.</summary>
/// <param name="Body">A JSON object.</param>
internal sealed record WireRequest(WireProtocol Protocol, ReadOnlyMemory<byte> Body, bool Stream)
{
    /// <summary>The name that the client gets to see; where the node calls the model otherwise, it is replaced in what comes back.</summary>
    public string Model { get; init; } = "";

    /// <summary>The client wants the event that tells the usage of a stream. We ask the node for it in any case.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The first field that has no place in a <see cref="ChatRequest"/>: a node of another protocol must refuse it by this name.</summary>
    public string? OnlyRelayed { get; init; }

    public InferenceException Refusal() => new(InferenceError.Unsupported, $"The node that has this model does not know '{OnlyRelayed}'. Leave it out, or choose another model.") { Parameter = OnlyRelayed };
}

/// <summary>Takes an answer either in parts, or as the engine spelled it.</summary>
internal interface IWireSink : IAnswerSink
{
    /// <summary>Whole events or lines, with their ends; for a request that does not stream, the whole body. Valid during the call only.</summary>
    void Wire(ReadOnlySpan<byte> bytes);
}
