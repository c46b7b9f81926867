namespace OllamaNet.Inference.Tests.Streams;

/// <summary>Bytes that arrive in pieces of one size.</summary>
internal sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content, writable: false)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
}
