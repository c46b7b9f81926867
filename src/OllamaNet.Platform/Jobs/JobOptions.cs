using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Platform.Jobs;

internal sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Jobs that one process does at once.</summary>
    [Range(1, 64)] public int Parallel { get; init; } = 2;

    /// <summary>A job whose process gives no sign of life for so long is taken over, seconds.</summary>
    [Range(1, 600)] public double LeaseSeconds { get; init; } = 20;

    /// <summary>How often a process looks for jobs of others, seconds.</summary>
    [Range(0.1, 60)] public double PollSeconds { get; init; } = 2;

    /// <summary>Wait before the second attempt, seconds; doubled for each further one.</summary>
    [Range(0, 3600)] public double RetrySeconds { get; init; } = 5;

    /// <summary>Jobs that ended are forgotten after so many days.</summary>
    [Range(1, 3650)] public int KeepDays { get; init; } = 30;
}
