using System.Text.Json.Serialization.Metadata;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Protocol;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>The engine process's way to its parent: frames are collected and flushed once a turn.</summary>
internal sealed class EngineOutput(Stream stream)
{
    private readonly Lock gate = new();
    private readonly FrameBuffer frames = new();

    public void Text(int request, ReadOnlySpan<byte> utf8)
    {
        lock (gate) frames.Add(FrameKind.Text, request, utf8);
    }

    public void Vector(int request, ReadOnlySpan<float> vector)
    {
        lock (gate) frames.Add(FrameKind.Vector, request, System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector));
    }

    public void Counts(int request, ReadOnlySpan<int> counts)
    {
        lock (gate) frames.Add(FrameKind.Counts, request, System.Runtime.InteropServices.MemoryMarshal.AsBytes(counts));
    }

    public void Busy()
    {
        lock (gate) frames.Add(FrameKind.Busy, request: 0);
    }

    public void Error(int request, InferenceError error, string message, string? parameter = null, double? retryAfterSeconds = null) =>
        Send(FrameKind.Error, request, new ErrorReport(error, message, parameter, retryAfterSeconds), ProtocolJson.Default.ErrorReport);

    public void Send<T>(FrameKind kind, int request, T message, JsonTypeInfo<T> type)
    {
        lock (gate)
        {
            frames.Add(kind, request, message, type);
            Flush();
        }
    }

    public void Flush()
    {
        lock (gate)
        {
            if (frames.IsEmpty) return;
            stream.Write(frames.Written.Span);
            stream.Flush();
            frames.Clear();
        }
    }
}
