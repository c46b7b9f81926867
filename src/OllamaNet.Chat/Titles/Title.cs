using System.Text;

namespace OllamaNet.Chat.Titles;

internal static class Title
{
    private const int MaxLength = 80;

    /// <summary>What a model said, as a title: its first line without the quotes, marks and labels that models add.</summary>
    public static string Clean(string said)
    {
        var line = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        if (line.StartsWith("Title:", StringComparison.OrdinalIgnoreCase)) line = line["Title:".Length..];
        return Shorten(line.Trim().Trim('"', '\'', '“', '”', '«', '»', '*', '#', '`', ' ').TrimEnd('.'));
    }

    public static string FromQuestion(string question) => Shorten(string.Join(' ', question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Cut at a word, never inside a character.</summary>
    private static string Shorten(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) if (!Rune.IsControl(rune)) clean.Append(rune);
        var all = clean.ToString();
        if (all.Length <= MaxLength) return all;

        var space = all.LastIndexOf(' ', MaxLength - 1);
        var end = space > MaxLength / 2 ? space : MaxLength - 1;
        if (char.IsHighSurrogate(all[end - 1])) end--;
        return all[..end].TrimEnd(' ', ',', ';', ':') + "…";
    }
}
