using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OllamaNet.Inference.Embedded.Protocol;

/// <summary>Collects frames, to be written in one go. Not thread safe.</summary>
internal sealed class FrameBuffer
{
    private readonly ArrayBufferWriter<byte> bytes = new(4096);

    public bool IsEmpty => bytes.WrittenCount == 0;

    public ReadOnlyMemory<byte> Written => bytes.WrittenMemory;

    public void Clear() => bytes.ResetWrittenCount();

    public void Add(FrameKind kind, int request, ReadOnlySpan<byte> content = default)
    {
        var frame = bytes.GetSpan(FrameReader.HeaderLength + content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length);
        frame[4] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(frame[5..], request);
        content.CopyTo(frame[FrameReader.HeaderLength..]);
        bytes.Advance(FrameReader.HeaderLength + content.Length);
    }

    public void Add<T>(FrameKind kind, int request, T message, JsonTypeInfo<T> type) => Add(kind, request, JsonSerializer.SerializeToUtf8Bytes(message, type));
}
