using System.Security.Cryptography;

namespace OllamaNet.Platform.Backups;

/// <summary>Seals what is written. Not complete before <see cref="Complete"/>: what is left without it does not open.</summary>
internal sealed class SealingStream : OneWayStream
{
    private readonly Stream _output;
    private readonly SealedFormat _format;
    private readonly byte[] _plain = new byte[SealedFormat.ChunkLength], _sealed = new byte[SealedFormat.ChunkLength + SealedFormat.TagLength];
    private int _filled;

    public SealingStream(Stream output, string passphrase)
    {
        (_output, _format) = (output, SealedFormat.Begin(passphrase));
        output.Write(_format.Header);
    }

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // The last chunk is known at the end only, so a full one waits.
            if (_filled == _plain.Length) WriteChunk(isLast: false);
            var part = buffer[..Math.Min(buffer.Length, _plain.Length - _filled)];
            part.CopyTo(_plain.AsSpan(_filled));
            _filled += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public void Complete() => WriteChunk(isLast: true);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _format.Dispose();
        base.Dispose(disposing);
    }

    private void WriteChunk(bool isLast)
    {
        _format.Seal(_plain.AsSpan(0, _filled), isLast, _sealed);
        _output.Write(_sealed, 0, _filled + SealedFormat.TagLength);
        _filled = 0;
    }
}

/// <summary>Reads what <see cref="SealingStream"/> wrote. A byte is given out only when its chunk is proven; the end only when it is the true end.</summary>
internal sealed class OpeningStream : OneWayStream
{
    private readonly Stream _input;
    private readonly SealedFormat _format;
    private readonly byte[] _plain = new byte[SealedFormat.ChunkLength];

    // A byte more than a chunk: whether there is one says whether the chunk is the last.
    private readonly byte[] _ahead = new byte[SealedFormat.ChunkLength + SealedFormat.TagLength + 1];
    private int _aheadLength, _position, _length;
    private bool _isFirst = true, _ended;

    public OpeningStream(Stream input, string passphrase)
    {
        var header = new byte[SealedFormat.HeaderLength];
        if (input.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) throw new BackupException("This is no backup of OllamaNet: it is too short for one.");
        (_input, _format) = (input, SealedFormat.Read(header, passphrase));
    }

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        while (_position == _length && !_ended) ReadChunk();
        var part = Math.Min(buffer.Length, _length - _position);
        _plain.AsSpan(_position, part).CopyTo(buffer);
        _position += part;
        return part;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _format.Dispose();
        base.Dispose(disposing);
    }

    private void ReadChunk()
    {
        _aheadLength += _input.ReadAtLeast(_ahead.AsSpan(_aheadLength), _ahead.Length - _aheadLength, throwOnEndOfStream: false);
        var isLast = _aheadLength < _ahead.Length;
        var chunk = _ahead.AsSpan(0, isLast ? _aheadLength : _ahead.Length - 1);
        try
        {
            if (chunk.Length < SealedFormat.TagLength) throw new AuthenticationTagMismatchException();
            _format.Open(chunk, isLast, _plain.AsSpan(0, chunk.Length - SealedFormat.TagLength));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new BackupException(_isFirst ? "The passphrase is not the one of this backup, or the file is damaged." : "The backup is damaged: a part of it was changed or is missing.", e);
        }

        (_position, _length, _ended, _isFirst) = (0, chunk.Length - SealedFormat.TagLength, isLast, false);
        _ahead[0] = _ahead[^1];
        _aheadLength = isLast ? 0 : 1;
    }
}

/// <summary>What such streams do not do.</summary>
internal abstract class OneWayStream : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
