using OllamaNet.Platform.Jobs;

namespace OllamaNet.Inference.Installs;

/// <param name="Items">Newest first.</param>
public sealed record ModelJobList(IReadOnlyList<ModelJobResponse> Items);

/// <summary>A model on its way onto one node.</summary>
public sealed record ModelJobResponse
{
    public required Guid Id { get; init; }

    public required ModelJobKind Kind { get; init; }

    public required string Model { get; init; }

    public required Guid NodeId { get; init; }

    /// <summary>What the node was called when it began.</summary>
    public required string Node { get; init; }

    public required JobState State { get; init; }

    /// <summary>What the node does now, in its own words.</summary>
    public string? Step { get; init; }

    /// <summary>Bytes that are there, of the layers that the node named so far.</summary>
    public required long Done { get; init; }

    /// <summary>Bytes of these layers; null before the first.</summary>
    public long? Total { get; init; }

    /// <summary>Of the last seconds; null while nobody knows.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>For what is left of the layers that the node named so far.</summary>
    public double? SecondsLeft { get; init; }

    public required IReadOnlyList<LayerProgress> Layers { get; init; }

    /// <summary>Of the model that is there now.</summary>
    public string? Digest { get; init; }

    /// <summary>Of the model that was there before; null where there was none.</summary>
    public string? DigestBefore { get; init; }

    /// <summary>Whether another model is behind the name than before; null until the end, and where there was none.</summary>
    public bool? Changed { get; init; }

    /// <summary>Why the last attempt failed, while it is tried again.</summary>
    public string? Problem { get; init; }

    /// <summary>Why it failed.</summary>
    public JobError? Error { get; init; }

    /// <summary>Somebody ended it; it is not over yet.</summary>
    public required bool CancelRequested { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    internal static ModelJobResponse Example { get; } = new()
    {
        Id = new("019f3a20-0000-7000-8000-000000000031"),
        Kind = ModelJobKind.Install,
        Model = "llama3.2:3b",
        NodeId = new("019f3a20-0000-7000-8000-000000000001"),
        Node = "gpu-1",
        State = JobState.Running,
        Step = "pulling dde5aa3fc5ff",
        Done = 504_000_000,
        Total = 2_019_377_376,
        BytesPerSecond = 31_500_000,
        SecondsLeft = 48,
        Layers = [new("sha256:dde5aa3fc5ffc17176b5e8bdc82f587b24b2678c6c66101bf7da77af9f7ccdff", 504_000_000, 2_019_377_376)],
        CancelRequested = false,
        CreatedAt = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
    };

    internal static ModelJobResponse Of(JobView job)
    {
        var (asked, result) = (job.PayloadAs<ModelJob>(), job.ResultAs<ModelJobResult>() ?? ModelJobResult.Nothing);
        var rate = job.State is JobState.Running && result.BytesPerSecond is > 0 and var known ? known : (double?)null;
        return new()
        {
            Id = job.Id,
            Kind = asked.Kind,
            Model = asked.Model,
            NodeId = asked.NodeId,
            Node = asked.Node,
            State = job.State,
            Step = job.State is JobState.Running ? result.Step : null,
            Done = job.Done,
            Total = job.Total,
            BytesPerSecond = rate,
            SecondsLeft = rate is { } speed && job.Total is { } total ? Math.Round((total - job.Done) / speed) : null,
            Layers = result.Layers,
            Digest = result.Digest,
            DigestBefore = result.DigestBefore,
            Changed = result is { Digest: { } after, DigestBefore: { } before } ? after != before : null,
            Problem = job.IsOver ? null : result.Problem,
            Error = job.Error,
            CancelRequested = job.CancelRequested && !job.IsOver,
            CreatedAt = job.CreatedAt,
            EndedAt = job.EndedAt,
        };
    }
}
