namespace OllamaNet.Chat.Notes;

internal static class LikePattern
{
    /// <summary>Matches what contains the words as they are: nothing in them is a wildcard.</summary>
    public static string Containing(string words) =>
        $"%{words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
