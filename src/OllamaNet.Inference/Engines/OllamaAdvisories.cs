using System.Text.RegularExpressions;

namespace OllamaNet.Inference.Engines;

/// <summary>What is known against a version of Ollama. It has no authentication, so whoever reaches it reaches its holes.</summary>
internal static partial class OllamaAdvisories
{
    private static readonly Version HeapRead = new(0, 17, 1), DigestBegin = new(0, 34, 2), DigestEnd = new(0, 35, 0);

    /// <returns>Null for a version that nothing is known against, and for one that is not understood.</returns>
    public static string? For(string? version)
    {
        if (version is null || Numbers().Match(version) is not { Success: true } match || !Version.TryParse(match.Groups["numbers"].Value, out var number)) return null;
        // 0.35.0-rc1 comes before 0.35.0.
        var isBefore = match.Groups["candidate"].Success;
        if (Below(HeapRead)) return $"Ollama {number} reads foreign memory for anybody who can create a model (CVE-2026-7482, below 0.17.1). Update it to 0.35.0 or later.";
        if (!Below(DigestEnd)) return null;
        return Below(DigestBegin)
            ? $"Ollama {number} is out of date. Update it to 0.35.0 or later, and to nothing in between: 0.34.2 and what follows run foreign code (CVE-2026-103663)."
            : $"Ollama {number} can be made to run foreign code by a model's layer digest (CVE-2026-103663, 0.34.2 and later). Update it to 0.35.0 or later.";

        bool Below(Version limit) => number < limit || (number == limit && isBefore);
    }

    [GeneratedRegex(@"\Av?(?<numbers>\d{1,6}\.\d{1,6}\.\d{1,6})(?<candidate>-rc)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Numbers();
}
