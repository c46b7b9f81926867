namespace OllamaNet.Chat.Context;

/// <summary>Cuts a message into passages of a few sentences, at the best place there is: a paragraph, a line, a sentence, a word.</summary>
internal static class PassageSplitter
{
    /// <summary>Characters.</summary>
    public const int Longest = 900;

    private const int Shortest = 300;
    private const int MostOfAMessage = 64;

    /// <summary>What is shorter says nothing that a search would find.</summary>
    private const int Least = 12;

    private static readonly string[] Places = ["\n\n", "\n", ". ", "? ", "! ", "。", " "];

    public static IReadOnlyList<string> Split(string text)
    {
        List<string> passages = [];
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty && passages.Count < MostOfAMessage)
        {
            var length = rest.Length <= Longest ? rest.Length : End(rest);
            var passage = rest[..length].Trim();
            if (passage.Length >= Least) passages.Add(passage.ToString());
            rest = rest[length..].TrimStart();
        }

        return passages;
    }

    private static int End(ReadOnlySpan<char> text)
    {
        var window = text[..Longest];
        foreach (var place in Places)
        {
            var at = window.LastIndexOf(place, StringComparison.Ordinal);
            if (at >= Shortest) return at + place.Length;
        }

        return char.IsHighSurrogate(window[^1]) ? Longest - 1 : Longest;
    }
}
