using System.Buffers;
using System.Text;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>
/// Turns the bytes of tokens into text that may be shown: whole UTF-8 characters only, nothing from a stop word on, and nothing yet of what may become one.
/// </summary>
internal sealed class AnswerText
{
    private readonly byte[][] stops;
    private byte[] held = new byte[256];
    private int length, characters;

    public AnswerText(IReadOnlyList<string> stops) => this.stops = [.. stops.Where(s => s.Length > 0).Select(Encoding.UTF8.GetBytes)];

    /// <summary>What may be shown now; ask again after <see cref="Append"/>, and take it with <see cref="Taken"/>.</summary>
    public ReadOnlySpan<byte> Ready => held.AsSpan(0, characters);

    /// <summary>A stop word is complete; what is ready is the rest of the answer.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Which one.</summary>
    public string? StoppedBy { get; private set; }

    public void Append(ReadOnlySpan<byte> token)
    {
        MakeRoom(token.Length);
        token.CopyTo(held.AsSpan(length));
        length += token.Length;

        var whole = RepairFrom(0);
        if (FindStop(whole) is var at and >= 0)
        {
            Stopped = true;
            characters = length = at;
            return;
        }
        characters = whole - LongestBeginningOfStop(whole);
    }

    public void Taken()
    {
        held.AsSpan(characters, length - characters).CopyTo(held);
        length -= characters;
        characters = 0;
    }

    /// <summary>The answer is over: what was held back for a stop word that did not come is ready. Half a character is dropped.</summary>
    public void Complete() => characters = Stopped ? characters : RepairFrom(0);

    /// <summary>Replaces bytes that no character has by U+FFFD and returns where the last whole character ends.</summary>
    private int RepairFrom(int from)
    {
        while (from < length)
        {
            var status = Rune.DecodeFromUtf8(held.AsSpan(from, length - from), out _, out var consumed);
            if (status == OperationStatus.NeedMoreData) break;
            if (status == OperationStatus.InvalidData) consumed = Replace(from, consumed);
            from += consumed;
        }
        return from;
    }

    private int Replace(int at, int count)
    {
        var replacement = "\uFFFD"u8;
        MakeRoom(replacement.Length);
        held.AsSpan(at + count, length - at - count).CopyTo(held.AsSpan(at + replacement.Length));
        replacement.CopyTo(held.AsSpan(at));
        length += replacement.Length - count;
        return replacement.Length;
    }

    private int FindStop(int whole)
    {
        var first = -1;
        foreach (var stop in stops)
        {
            var at = held.AsSpan(0, whole).IndexOf(stop);
            if (at < 0 || (first >= 0 && at >= first)) continue;
            first = at;
            StoppedBy = Encoding.UTF8.GetString(stop);
        }
        return first;
    }

    private int LongestBeginningOfStop(int whole)
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var count = Math.Min(stop.Length - 1, whole); count > longest; count--)
            {
                if (held.AsSpan(whole - count, count).SequenceEqual(stop.AsSpan(0, count))) longest = count;
            }
        }
        return longest;
    }

    private void MakeRoom(int count)
    {
        if (held.Length < length + count) Array.Resize(ref held, Math.Max(length + count, 2 * held.Length));
    }
}
