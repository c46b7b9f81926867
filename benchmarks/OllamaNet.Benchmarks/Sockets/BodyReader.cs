namespace OllamaNet.Benchmarks.Sockets;

/// <summary>Takes the content out of a body, chunked or of known length, whatever pieces it comes in.</summary>
internal sealed class BodyReader
{
    private bool _chunked;
    private bool _inSize;
    private bool _last;
    private long _left;

    public bool Ended { get; private set; }

    /// <param name="length">Null when chunked.</param>
    public void Begin(long? length)
    {
        (_chunked, _inSize, _last) = (length is null, length is null, false);
        _left = length ?? 0;
        Ended = length == 0;
    }

    /// <summary>The next piece of content; empty when the bytes are used up or the body is over.</summary>
    public ReadOnlySpan<byte> Read(ref Span<byte> bytes)
    {
        while (!Ended && !bytes.IsEmpty)
        {
            if (_inSize)
            {
                ReadSize(bytes[0]);
                bytes = bytes[1..];
                continue;
            }

            // The line end after a chunk is counted with it; only what comes before is content.
            var tail = _chunked ? 2 : 0;
            var taken = (int)Math.Min(_left, bytes.Length);
            var content = (int)Math.Min(Math.Max(0, _left - tail), taken);
            var piece = bytes[..content];
            bytes = bytes[taken..];
            _left -= taken;
            if (_left == 0) EndChunk();
            if (content > 0) return piece;
        }

        return default;
    }

    private void EndChunk()
    {
        Ended = !_chunked || _last;
        _inSize = !Ended;
    }

    private void ReadSize(byte b)
    {
        if (b == '\n')
        {
            _last = _left == 0;
            _left += 2;
            _inSize = false;
        }
        else if (b != '\r')
        {
            _left = (_left * 16) + (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }
    }
}
