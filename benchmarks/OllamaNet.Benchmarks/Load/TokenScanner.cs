using System.Buffers.Text;

namespace OllamaNet.Benchmarks.Load;

/// <summary>Finds the simulator's tokens in what arrives, whatever they are wrapped in and wherever it was cut.</summary>
internal sealed class TokenScanner
{
    private const int Longest = 64;
    private readonly byte[] _rest = new byte[Longest];
    private int _restLength;

    /// <summary>Of the last token: when it was sent, in ticks of the stopwatch.</summary>
    public long Sent { get; private set; }

    /// <summary>Of the last token.</summary>
    public int Number { get; private set; }

    /// <summary>Goes to the next token in <paramref name="bytes"/>; when there is none, keeps what may be the beginning of one.</summary>
    public bool Next(ref ReadOnlySpan<byte> bytes)
    {
        if (_restLength > 0)
        {
            byte[] joined = [.. _rest.AsSpan(0, _restLength), .. bytes];
            _restLength = 0;
            bytes = joined;
        }

        var at = bytes.IndexOf("t="u8);
        if (at >= 0 && Parse(bytes[at..]) is > 0 and var length)
        {
            bytes = bytes[(at + length)..];
            return true;
        }

        if (at < 0) at = bytes.Length - (bytes.EndsWith("t"u8) ? 1 : 0);
        _restLength = Math.Min(bytes.Length - at, Longest);
        bytes.Slice(at, _restLength).CopyTo(_rest);
        bytes = default;
        return false;
    }

    private int Parse(ReadOnlySpan<byte> token)
    {
        if (!Utf8Parser.TryParse(token[2..], out long sent, out var digits)) return 0;
        var at = 2 + digits;
        if (token.Length <= at || token[at] != ',' || !Utf8Parser.TryParse(token[(at + 1)..], out int number, out digits)) return 0;
        at += 1 + digits;
        if (token.Length <= at || token[at] != ' ') return 0;
        (Sent, Number) = (sent, number);
        return at + 1;
    }
}
