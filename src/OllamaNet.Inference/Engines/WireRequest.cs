using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Engines;

internal enum WireProtocol { OpenAIChat, OpenAICompletion, OllamaChat, OllamaGenerate }

/// <summary>A request as its client sent it, for engines that speak the same protocol.</summary>
/// <param name="Body">A JSON object.</param>
internal sealed record WireRequest(WireProtocol Protocol, ReadOnlyMemory<byte> Body, bool Stream);

/// <summary>Takes an answer either in parts, or as the engine spelled it.</summary>
internal interface IWireSink : IAnswerSink
{
    /// <summary>Whole events or lines, with their ends; for a request that does not stream, the whole body. Valid during the call only.</summary>
    void Wire(ReadOnlySpan<byte> bytes);
}
