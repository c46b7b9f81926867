namespace OllamaNet.Chat.Search;

/// <summary>A piece of a search text: a word, a phrase, or a filter with its value.</summary>
/// <param name="Filter">Name of the filter, in lower case; null for a word or a phrase.</param>
/// <param name="IsLast">Nothing follows, not even a space: it may go on.</param>
internal readonly record struct SearchToken(string? Filter, string Text, bool Quoted, bool Excluded, bool IsLast)
{
    private static readonly string[] Filters = ["folder", "tag", "model", "before", "after", "has"];

    public static IEnumerable<SearchToken> Read(string text)
    {
        for (var at = 0; ;)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at == text.Length) yield break;

            var excluded = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            if (excluded) at++;
            var filter = FilterAt(text, at);
            if (filter is not null) at += filter.Length + 1;
            var value = ReadValue(text, ref at, out var quoted);
            yield return new(filter, value, quoted, excluded, at == text.Length);
        }
    }

    // Any other word with a colon is a word: people look for times, addresses and code.
    private static string? FilterAt(string text, int at) =>
        Array.Find(Filters, f => at + f.Length < text.Length && text[at + f.Length] == ':' && text.AsSpan(at, f.Length).Equals(f, StringComparison.OrdinalIgnoreCase));

    private static string ReadValue(string text, ref int at, out bool quoted)
    {
        quoted = at < text.Length && text[at] == '"';
        var start = quoted ? at + 1 : at;
        var end = start;
        while (end < text.Length && (quoted ? text[end] != '"' : !char.IsWhiteSpace(text[end]))) end++;
        at = quoted && end < text.Length ? end + 1 : end;
        return quoted ? text[start..end].Trim() : text[start..end];
    }
}
