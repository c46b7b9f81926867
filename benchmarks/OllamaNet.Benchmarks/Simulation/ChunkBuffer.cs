using System.Buffers.Text;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>Writes one chunk of HTTP's chunked transfer into the same bytes again and again: all answers live on one thread.</summary>
internal sealed class ChunkBuffer
{
    private const int Header = 5;
    private readonly byte[] _bytes = new byte[4096];
    private int _at;

    public void Begin() => _at = Header;

    public void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_at));
        _at += bytes.Length;
    }

    public void Put(long number)
    {
        Utf8Formatter.TryFormat(number, _bytes.AsSpan(_at), out var digits);
        _at += digits;
    }

    public ReadOnlySpan<byte> Chunk()
    {
        var length = _at - Header;
        for (var digit = 2; digit >= 0; digit--, length >>= 4) _bytes[digit] = "0123456789abcdef"u8[length & 15];
        "\r\n"u8.CopyTo(_bytes.AsSpan(3));
        Put("\r\n"u8);
        return _bytes.AsSpan(0, _at);
    }

    /// <summary>The chunk, and the empty one that ends the body.</summary>
    public ReadOnlySpan<byte> LastChunk()
    {
        Chunk();
        Put("0\r\n\r\n"u8);
        return _bytes.AsSpan(0, _at);
    }
}
