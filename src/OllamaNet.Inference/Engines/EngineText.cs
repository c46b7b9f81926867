using System.Text.RegularExpressions;

namespace OllamaNet.Inference.Engines;

/// <summary>Makes an engine's own words fit for users: short, on one line, without addresses, paths and keys.</summary>
internal static partial class EngineText
{
    private const int Longest = 300;

    /// <returns>Null when nothing is left to say.</returns>
    public static string? Clean(string? text, string? secret)
    {
        if (string.IsNullOrWhiteSpace(text) || text.AsSpan().TrimStart().StartsWith("<")) return null;
        if (!string.IsNullOrEmpty(secret)) text = text.Replace(secret, "…", StringComparison.Ordinal);
        text = Hidden().Replace(text, "…");
        text = Blank().Replace(text, " ").Trim();
        if (text.Length > Longest) text = text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] + "…";
        return text.Length == 0 ? null : text;
    }

    // URLs; IPv4 with or without port; host:port; IPv6 in brackets; file paths; what looks like a key.
    [GeneratedRegex("""
        [a-z][a-z0-9+.-]{1,20}://\S+
        | \b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b
        | \b[a-z0-9-]+(\.[a-z0-9-]+)*:\d{2,5}\b
        | \[[0-9a-f]*:[0-9a-z:.%]{1,60}\](:\d+)?
        | (?<![\w.])(/[\w.@+-]+){2,}/?
        | \b[a-z]:\\\S+
        | \b((sk|pk|hf|gsk|key)[-_]|bearer[ ])[\w*.-]{8,}
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 200)]
    private static partial Regex Hidden();

    // Control characters, and those that turn the direction of text.
    [GeneratedRegex("""[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Blank();
}
