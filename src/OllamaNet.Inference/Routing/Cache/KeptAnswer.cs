using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Routing.Cache;

/// <summary>An answer as it came, to be given once more.</summary>
internal sealed record KeptAnswer(string Model, ChatResult Result, IReadOnlyList<KeptPart> Parts)
{
    /// <summary>What callers see in the place of a node's name.</summary>
    public const string Node = "cache";

    public async Task<ChatResult> ReplayAsync(IAnswerSink sink, CancellationToken cancellationToken)
    {
        sink.Started(Node, Model);
        foreach (var part in Parts)
        {
            switch (part.Kind)
            {
                case KeptKind.Text: sink.Text(part.Bytes); break;
                case KeptKind.Thinking: sink.Thinking(part.Bytes); break;
                case KeptKind.Logprobs: sink.Logprobs(part.Bytes); break;
                case KeptKind.Wire: ((IWireSink)sink).Wire(part.Bytes); break;
                case KeptKind.Source: sink.Source(part.Source!); break;
                default: sink.ToolCall(part.Call!); break;
            }
        }

        await sink.FlushAsync(cancellationToken);
        return Result with { Durations = new(TimeSpan.Zero) };
    }
}

internal enum KeptKind { Text, Thinking, Logprobs, Wire, ToolCall, Source }

internal sealed record KeptPart(KeptKind Kind, byte[] Bytes, ToolCall? Call = null, AnswerSource? Source = null);
