namespace OllamaNet.Chat.Search;

/// <summary>The place of a text where most of what was looked for stands together, cut out at words.</summary>
internal static class Snippet
{
    private const int Length = 200;
    private const int Before = 40;
    private const int MostHits = 2000;

    public static IReadOnlyList<SnippetPiece> Of(string text, SearchQuery query, CancellationToken cancellationToken = default)
    {
        var hits = Hits(text, query, cancellationToken);
        var (start, end) = Window(text, hits);
        List<SnippetPiece> pieces = [];
        var at = start;
        foreach (var (from, to) in hits.Where(h => h.Start >= start && h.End <= end))
        {
            if (from > at) pieces.Add(new(Plain(text[at..from]), Hit: false));
            pieces.Add(new(text[from..to], Hit: true));
            at = to;
        }

        if (at < end) pieces.Add(new(Plain(text[at..end]), Hit: false));
        if (start > 0) pieces.Insert(0, new("… ", Hit: false));
        if (end < text.Length) pieces.Add(new(" …", Hit: false));
        return Joined(pieces);
    }

    private static List<(int Start, int End)> Hits(string text, SearchQuery query, CancellationToken cancellationToken)
    {
        List<(int Start, int End)> hits = [];
        HashSet<string> words = new([.. query.Words, .. query.Phrases.SelectMany(p => p)], StringComparer.OrdinalIgnoreCase);
        if (query.Prefix is { } open) words.Add(open);
        var parts = words.Where(SearchWords.IsUnspaced).ToList();
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var place in SearchWords.Places(text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (start, end) = (place.Start.Value, place.End.Value);
            var word = text.AsSpan(start, end - start);
            if (lookup.Contains(word)) hits.Add((start, end));
            else if (query.Prefix is { } prefix && word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) hits.Add((start, start + prefix.Length));
            else if (parts.Count > 0) hits.AddRange(Inside(text, start, end, parts).Take(MostHits - hits.Count));
            if (hits.Count >= MostHits) break;
        }

        return hits;
    }

    private static IEnumerable<(int Start, int End)> Inside(string text, int start, int end, List<string> parts)
    {
        // Each part's next place is kept: a part that is far away, or nowhere, is not looked for again after every hit of another.
        var next = parts.ConvertAll(p => (Part: p, At: Find(p, start)));
        for (var at = start; at < end;)
        {
            for (var i = 0; i < next.Count; i++)
                if (next[i].At < at) next[i] = (next[i].Part, Find(next[i].Part, at));
            var found = next.OrderBy(n => n.At).ThenByDescending(n => n.Part.Length).First();
            if (found.At == int.MaxValue) yield break;
            yield return (found.At, at = found.At + found.Part.Length);
        }

        int Find(string part, int from) => text.IndexOf(part, from, end - from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? at : int.MaxValue;
    }

    private static (int Start, int End) Window(string text, List<(int Start, int End)> hits)
    {
        if (text.Length <= Length) return (0, text.Length);

        var best = hits.Count == 0 ? 0 : hits[0].Start;
        var most = 0;
        for (int i = 0, last = 0; i < hits.Count; i++)
        {
            while (last < hits.Count && hits[last].End <= hits[i].Start + Length - Before) last++;
            var different = hits[i..Math.Max(last, i + 1)].Select(h => text[h.Start..h.End]).Distinct(StringComparer.OrdinalIgnoreCase).Count();
            if (different > most) (most, best) = (different, hits[i].Start);
        }

        var start = AtWord(text, Math.Max(0, Math.Min(best - Before, text.Length - Length)), best);
        return (start, WholeEnd(text, Math.Min(text.Length, start + Length), start + Length / 2));
    }

    private static int AtWord(string text, int from, int latest)
    {
        if (from == 0) return 0;
        for (var at = from; at < latest; at++)
            if (char.IsWhiteSpace(text[at])) return at + 1;
        return char.IsLowSurrogate(text[from]) ? from - 1 : from;
    }

    private static int WholeEnd(string text, int to, int earliest)
    {
        if (to == text.Length) return to;
        for (var at = to; at > earliest; at--)
            if (char.IsWhiteSpace(text[at])) return at;
        return char.IsLowSurrogate(text[to]) ? to - 1 : to;
    }

    private static string Plain(string text) => string.Create(text.Length, text, (plain, from) =>
    {
        for (var i = 0; i < plain.Length; i++) plain[i] = char.IsWhiteSpace(from[i]) ? ' ' : from[i];
    });

    private static List<SnippetPiece> Joined(List<SnippetPiece> pieces)
    {
        List<SnippetPiece> joined = [];
        foreach (var piece in pieces)
        {
            if (joined.Count > 0 && joined[^1].Hit == piece.Hit) joined[^1] = new(joined[^1].Text + piece.Text, piece.Hit);
            else joined.Add(piece);
        }

        return joined;
    }
}
