using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Inference.Limits;

/// <summary>What each user may ask of the models where no rule of an administrator says otherwise. 0 is no limit.</summary>
internal sealed class CallLimitsOptions
{
    public const string Section = "CallLimits";

    /// <summary>Calls a minute.</summary>
    [Range(0, 1_000_000_000)] public int RequestsPerMinute { get; init; } = 1200;

    /// <summary>Tokens a minute, prompts and answers together.</summary>
    [Range(0, 1_000_000_000)] public int TokensPerMinute { get; init; }

    /// <summary>Calls that run or wait at the same time.</summary>
    [Range(0, 1_000_000)] public int ConcurrentStreams { get; init; } = 1000;

    /// <summary>Tokens a day, from midnight UTC.</summary>
    [Range(0, long.MaxValue)] public long TokensPerDay { get; init; }

    /// <summary>Tokens a month, from the first at midnight UTC.</summary>
    [Range(0, long.MaxValue)] public long TokensPerMonth { get; init; }

    /// <summary>How often this process asks what all processes together counted of days and months.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")] public TimeSpan QuotaInterval { get; init; } = TimeSpan.FromSeconds(30);
}
