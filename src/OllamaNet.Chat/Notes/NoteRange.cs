using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Notes;

/// <summary>A piece of a message's text.</summary>
internal readonly record struct NoteRange(int Start, string Quote)
{
    public int End => Start + Quote.Length;

    /// <summary>The text that ranges are counted in.</summary>
    public static string TextOf(IEnumerable<MessagePart> parts) => string.Concat(parts.Where(p => p.Type is MessagePart.TextType).Select(p => p.Text));

    /// <summary>What stands from start to end; where a quote is given and stands elsewhere, the nearest place that says it.</summary>
    /// <returns>Null when the range is outside the text, cuts a character in half, or the quote is nowhere.</returns>
    public static NoteRange? Find(string text, int start, int end, string? quote)
    {
        if (quote is not null) return Nearest(text, quote, start) is { } at ? Whole(text, at, at + quote.Length) : null;
        return end <= text.Length ? Whole(text, start, end) : null;
    }

    private static int? Nearest(string text, string quote, int start)
    {
        if (quote.Length > text.Length) return null;
        var from = Math.Min(start, text.Length - quote.Length);
        var after = text.IndexOf(quote, from, StringComparison.Ordinal);
        var before = text.AsSpan(0, from + quote.Length).LastIndexOf(quote, StringComparison.Ordinal);
        if (after < 0) return before < 0 ? null : before;
        return before < 0 || after - start <= start - before ? after : before;
    }

    private static NoteRange? Whole(string text, int start, int end) => Cuts(text, start) || Cuts(text, end) ? null : new(start, text[start..end]);

    private static bool Cuts(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);
}
