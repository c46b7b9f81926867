using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Inference.Usage;

/// <summary>The account of every call.</summary>
internal sealed class UsageOptions
{
    public const string Section = "Usage";

    /// <summary>How long calls wait at most until they are written together. What a crash may cost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:01")] public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many calls wait in memory while the database is away; what comes after them is counted and lost.</summary>
    [Range(1_000, 10_000_000)] public int QueueLength { get; init; } = 200_000;

    /// <summary>Months for which each single call is kept, besides this one; 0 keeps them for ever. The sums an hour stay.</summary>
    [Range(0, 1200)] public int RetentionMonths { get; init; } = 13;
}
