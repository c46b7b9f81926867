using System.Globalization;

namespace OllamaNet.Chat.Search;

/// <summary>What somebody looks for, understood: words, phrases, what must not be there, and filters.</summary>
internal sealed class SearchQuery
{
    public const int LongestText = 500;
    private const int MostWords = 24;
    private const int MostFilters = 10;
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    /// <summary>Every one must be there.</summary>
    public List<string> Words { get; } = [];

    /// <summary>The beginning of a word: the last one, while nothing follows it.</summary>
    public string? Prefix { get; private set; }

    /// <summary>Words that must follow each other.</summary>
    public List<string[]> Phrases { get; } = [];

    public List<string> Without { get; } = [];

    public List<string[]> WithoutPhrases { get; } = [];

    public List<string> Folders { get; } = [];

    public List<string> Tags { get; } = [];

    public List<string> Models { get; } = [];

    public DateTimeOffset? Before { get; private set; }

    public DateTimeOffset? After { get; private set; }

    public bool HasNote { get; private set; }

    public bool HasWords => Words.Count > 0 || Prefix is not null || Phrases.Count > 0;

    private bool HasFilters => Folders.Count > 0 || Tags.Count > 0 || Models.Count > 0 || Before is not null || After is not null || HasNote;

    /// <returns>What is wrong with the text, as the person who wrote it should read it; null when nothing is.</returns>
    public static string? Parse(string text, out SearchQuery query)
    {
        query = new();
        if (text.Length > LongestText) return $"A search may have {LongestText} characters. Leave something out.";
        foreach (var token in SearchToken.Read(text))
            if (query.Add(token) is { } problem) return problem;

        if (!query.HasWords && !query.HasFilters)
            return query.Without.Count + query.WithoutPhrases.Count > 0 ? "Say also what to look for: a search cannot consist of what is left out." : "Write a word to look for.";
        if (query.Words.Count + query.Without.Count + query.Phrases.Sum(p => p.Length) + query.WithoutPhrases.Sum(p => p.Length) > MostWords) return $"A search may have {MostWords} words. Leave some out.";
        return query.Folders.Count + query.Tags.Count + query.Models.Count > MostFilters ? $"A search may have {MostFilters} filters." : null;
    }

    private string? Add(SearchToken token)
    {
        if (token.Filter is { } filter)
            return token.Excluded ? $"A filter cannot be excluded: write {filter}: without the minus." : AddFilter(filter, token.Text);

        var words = SearchWords.Split(token.Text);
        if (words.Length == 0) return null;
        if (token.Quoted && words.Length > 1) (token.Excluded ? WithoutPhrases : Phrases).Add(words);
        else if (token.Excluded && words.Length > 1) WithoutPhrases.Add(words);
        else if (token.Excluded) Without.Add(words[0]);
        else if (token.IsLast && !token.Quoted)
        {
            Words.AddRange(words[..^1]);
            Prefix = words[^1];
        }
        else Words.AddRange(words);
        return null;
    }

    private string? AddFilter(string filter, string value)
    {
        if (value.Length == 0) return $"Write a value after {filter}:, for example {Example(filter)}.";
        switch (filter)
        {
            case "folder": Folders.Add(value); return null;
            case "tag": Tags.Add(value); return null;
            case "model": Models.Add(value); return null;
            case "has" when value.Equals("note", StringComparison.OrdinalIgnoreCase): HasNote = true; return null;
            case "has": return "has: knows only has:note.";
        }

        if (!DateTimeOffset.TryParseExact(value, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return $"{filter}:{value} is no date. Write a day, a month or a year: {Example(filter)}.";
        if (filter == "before") Before = Before < date ? Before : date;
        else After = After > date ? After : date;
        return Before <= After ? $"Nothing is both before {Before:yyyy-MM-dd} and after {After:yyyy-MM-dd}." : null;
    }

    private static string Example(string filter) => filter switch
    {
        "folder" => "folder:\"Travel plans\"",
        "tag" => "tag:work",
        "model" => "model:llama3.2",
        "has" => "has:note",
        _ => $"{filter}:2026-05-31, {filter}:2026-05 or {filter}:2026",
    };
}
