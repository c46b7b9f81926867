namespace OllamaNet.Platform.Data;

/// <summary>Patterns for LIKE and ILIKE, with a backslash as the escape.</summary>
public static class LikePattern
{
    /// <summary>Matches what contains the words as they are: nothing in them is a wildcard.</summary>
    public static string Containing(string words) => $"%{Escaped(words)}%";

    /// <summary>Matches what begins with the words as they are.</summary>
    public static string BeginningWith(string words) => $"{Escaped(words)}%";

    private static string Escaped(string words) =>
        words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
