namespace OllamaNet.Platform.Security;

/// <summary>What a revocation takes away. The numbers are stored.</summary>
public enum RevocationKind { User = 1, Session = 2, Key = 3 }

/// <summary>One row of <c>platform.revocations</c>: every process reads it within a second, and forgets it when no token can be that old.</summary>
internal sealed class Revocation
{
    public long Id { get; private set; }

    public required RevocationKind Kind { get; init; }

    public required Guid Subject { get; init; }

    /// <summary>Tokens below this version are worthless; null: all of the subject's are.</summary>
    public int? MinimumVersion { get; init; }

    /// <summary>The database's clock, so that processes need not agree on theirs.</summary>
    public DateTimeOffset At { get; private set; }
}
