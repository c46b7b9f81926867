using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Platform.Caching;

/// <summary>What is kept in memory so that it need not be asked of the database again.</summary>
internal sealed class CacheOptions
{
    public const string Section = "Cache";

    /// <summary>How many answers are kept at most; the ones that were not used for long go first.</summary>
    [Range(100, 10_000_000)] public int Entries { get; init; } = 10_000;

    /// <summary>How long an answer is kept where its domain has no time of its own. What changes is dropped at once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long answers of a domain are kept, such as <c>Cache:Lifetimes:models</c>.</summary>
    public Dictionary<string, TimeSpan> Lifetimes { get; init; } = new(StringComparer.Ordinal) { ["model-figures"] = TimeSpan.FromMinutes(1) };
}
