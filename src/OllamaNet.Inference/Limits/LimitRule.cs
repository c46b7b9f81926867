namespace OllamaNet.Inference.Limits;

/// <summary>The numbers are stored.</summary>
public enum LimitSubject
{
    /// <summary>Each user.</summary>
    Everyone = 0,

    /// <summary>Each user with the role.</summary>
    Role = 1,

    /// <summary>One user.</summary>
    User = 2,

    /// <summary>Each user's calls of one model, besides what the user may ask in all.</summary>
    Model = 3,
}

/// <summary>A rule of an administrator. Null: what a wider rule says; 0: no limit.</summary>
internal sealed class LimitRule
{
    public required Guid Id { get; init; }

    public required LimitSubject Subject { get; init; }

    /// <summary>The role, the user's id or the model; empty for everyone.</summary>
    public required string Name { get; init; }

    public int? RequestsPerMinute { get; set; }

    public int? TokensPerMinute { get; set; }

    public int? ConcurrentStreams { get; set; }

    public long? TokensPerDay { get; set; }

    public long? TokensPerMonth { get; set; }
}
