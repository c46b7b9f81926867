namespace OllamaNet.Platform.Audit;

public enum AuditOutcome { Success, Failure }

/// <summary>
/// Something that somebody did, or tried to. Who and from where the log finds itself, in the request. Names and ids only: no titles, no messages, nothing that
/// people wrote to models.
/// </summary>
/// <param name="Action">What: a name of <see cref="AuditActions"/>.</param>
/// <param name="TargetKind">On what kind of thing, such as <c>node</c>.</param>
/// <param name="TargetId">Which one.</param>
/// <param name="TargetName">What it was called then.</param>
public sealed record AuditEntry(string Action, string? TargetKind = null, string? TargetId = null, string? TargetName = null)
{
    public AuditOutcome Outcome { get; init; }

    /// <summary>What of it was before the change; written as JSON, with secrets masked.</summary>
    public object? Before { get; init; }

    /// <summary>What it is since the change, or more about what was done.</summary>
    public object? After { get; init; }

    /// <summary>Who did it, where the request does not say: at a login.</summary>
    public Guid? ActorId { get; init; }

    public static AuditEntry On(string action, string kind, Guid id, string? name = null) => new(action, kind, id.ToString(), name);
}
