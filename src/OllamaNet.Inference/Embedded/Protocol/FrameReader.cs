using System.Buffers.Binary;

namespace OllamaNet.Inference.Embedded.Protocol;

/// <summary>Reads frames from a pipe into one buffer that is used again and again. Blocks: each end reads on a thread of its own.</summary>
internal sealed class FrameReader(Stream stream)
{
    public const int HeaderLength = 9, LongestContent = 64 << 20;
    private byte[] buffer = new byte[16 << 10];
    private int start, end;

    /// <summary>False when the other end is gone. The content stays valid until the next call.</summary>
    /// <exception cref="InvalidDataException">The bytes are no frames.</exception>
    public bool TryRead(out FrameKind kind, out int request, out ReadOnlySpan<byte> content)
    {
        kind = default;
        request = 0;
        content = default;
        if (!Fill(HeaderLength)) return false;

        var header = buffer.AsSpan(start, HeaderLength);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < 0 or > LongestContent) throw new InvalidDataException("A frame has an impossible length.");
        kind = (FrameKind)header[4];
        request = BinaryPrimitives.ReadInt32LittleEndian(header[5..]);
        if (!Fill(HeaderLength + length)) return false;

        content = buffer.AsSpan(start + HeaderLength, length);
        start += HeaderLength + length;
        return true;
    }

    private bool Fill(int count)
    {
        if (end - start >= count) return true;
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (buffer.Length < count) Array.Resize(ref buffer, Math.Max(count, 2 * buffer.Length));

        while (end < count)
        {
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0) return false;
            end += read;
        }
        return true;
    }
}
