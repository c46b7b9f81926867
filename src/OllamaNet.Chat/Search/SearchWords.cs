using System.Text.RegularExpressions;

namespace OllamaNet.Chat.Search;

/// <summary>What a word is; the same as <c>chat.search_words</c> and <c>chat.search_keys</c> in the database.</summary>
internal static partial class SearchWords
{
    private const int KeyLength = 60;
    private const int MarkLength = 6;

    /// <summary>The words in lower case, in their order.</summary>
    public static string[] Split(string text) => Separators().Split(text.ToLowerInvariant()).Where(w => w.Length > 0).ToArray();

    /// <summary>Written without spaces between its words: a part of it may be what somebody looks for.</summary>
    public static bool IsUnspaced(string word) => UnspacedLetter().IsMatch(word);

    /// <summary>Places of the words in the text as it is.</summary>
    public static List<Range> Places(string text)
    {
        List<Range> places = [];
        var start = 0;
        foreach (var separator in Separators().EnumerateMatches(text))
        {
            if (separator.Index > start) places.Add(start..separator.Index);
            start = separator.Index + separator.Length;
        }

        if (start < text.Length) places.Add(start..text.Length);
        return places;
    }

    /// <summary>The condition that a word, or with <paramref name="prefix"/> one that begins so, is there; a part of a <c>tsquery</c>.</summary>
    public static string Condition(Guid owner, string word, bool prefix = false)
    {
        var mark = owner.ToString("N")[^MarkLength..];
        if (!IsUnspaced(word)) return Key(mark, Cut(word, KeyLength), prefix);

        var letters = word.EnumerateRunes().Select(r => r.ToString()).ToList();
        return letters.Count == 1
            ? Key(mark, letters[0], prefix: true)
            : string.Join(" & ", letters.Zip(letters.Skip(1), (a, b) => Key(mark, a + b, prefix: false)));
    }

    // A word holds no quotes and no backslashes: they separate words.
    private static string Key(string mark, string word, bool prefix) => $"'{mark}{word}'{(prefix ? ":*" : "")}";

    private static string Cut(string word, int length) => string.Concat(word.EnumerateRunes().Take(length));

    [GeneratedRegex(@"(?:[\u0000-\u0020!-/:-@\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u05be\u05c0\u05c3\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]|\ud83c[\udc00-\udfff]|\ud83d[\udc00-\udfff]|\ud83e[\udc00-\udeff])+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Separators();

    [GeneratedRegex(@"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\ud840-\ud8bf]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UnspacedLetter();
}
