using System.Text.Json.Serialization;

namespace OllamaNet.Platform.Jobs;

/// <summary>A row of <c>platform.jobs</c>: long work that survives the process that does it.</summary>
internal sealed class Job
{
    public required Guid Id { get; init; }

    /// <summary>Name of the payload's record.</summary>
    public required string Kind { get; init; }

    public required Guid OwnerId { get; init; }

    public required string Payload { get; init; }

    /// <summary>Of the jobs with the same key one runs at a time.</summary>
    public string? ConcurrencyKey { get; init; }

    public JobState State { get; init; }

    /// <summary>Attempts that were begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Not before this is it begun (again).</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Who took it must renew this; past it, anyone may take the job over.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Grows with every taking. Whoever writes names the number it took the job with.</summary>
    public long Fence { get; init; }

    public bool CancelRequested { get; init; }

    public long ProgressDone { get; init; }

    public long? ProgressTotal { get; init; }

    /// <summary>What the handler left, JSON; also of a job that failed or was cancelled half-way.</summary>
    public string? Result { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

public enum JobState
{
    [JsonStringEnumMemberName("queued")]
    Queued,

    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("done")]
    Done,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
