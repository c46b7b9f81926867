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

    /// <summary>What prices of models are in: three letters (ISO 4217).</summary>
    [Required, RegularExpression("[A-Z]{3}", MatchTimeoutInMilliseconds = 100), MaxLength(3)] public string Currency { get; init; } = "EUR";

    /// <summary>What all models together may cost in a month (UTC) before administrators are alarmed, in whole units of the currency; 0 is no budget. Nobody is kept from asking by it.</summary>
    [Range(0, 1_000_000_000)] public int MonthlyBudget { get; init; }

    /// <summary>The part of the budget from which on administrators are alarmed, in percent; they are again when all of it is spent.</summary>
    [Range(1, 100)] public int BudgetAlarmPercent { get; init; } = 80;
}
