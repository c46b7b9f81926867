using System.Buffers;
using System.Runtime.CompilerServices;

namespace OllamaNet.Ollama;

/// <summary>Splits a stream into lines of UTF-8 as they arrive, in one pooled buffer and without an allocation per line.</summary>
public sealed class LineReader(Stream stream, int longestLine = LineReader.LongestLine) : IDisposable
{
    public const int LongestLine = 8 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>The line read last, without its end; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>The same with its end.</summary>
    public ReadOnlyMemory<byte> Whole { get; private set; }

    /// <summary>False for a last line that the end of the stream cut off.</summary>
    public bool IsComplete { get; private set; }

    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="WireException">The line is too long.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => TryRead() ? new ValueTask<bool>(true) : FillAsync(cancellationToken);

    /// <summary>Takes the next line of those that came together; does not ask the stream.</summary>
    /// <returns>False when the stream must be read for more.</returns>
    public bool TryRead()
    {
        var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (newline < 0)
        {
            _scanned = _end;
            return false;
        }

        Take(_scanned + newline, complete: true);
        _start = _scanned = _scanned + newline + 1;
        return true;
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Line = Whole = default;
    }

    private void Take(int end, bool complete)
    {
        Whole = _buffer.AsMemory(_start, end - _start + (complete ? 1 : 0));
        if (end > _start && _buffer[end - 1] == '\r') end--;
        Line = _buffer.AsMemory(_start, end - _start);
        IsComplete = complete;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                if (_start == _end) return false;
                Take(_end, complete: false);
                _start = _scanned = _end;
                return true;
            }

            _end += read;
            if (TryRead()) return true;
            if (_end - _start > longestLine) throw new WireException(WireFailure.TooLong, "The engine sent a line that does not end.");
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _scanned -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
