namespace OllamaNet.Auth.Sessions;

/// <summary>One login and the family of refresh tokens that grows from it. Only the newest token's hash is stored: the others lead to it.</summary>
internal sealed class Session
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its owner last proved who they are, by password or passkey.</summary>
    public required DateTimeOffset ProvenAt { get; init; }

    /// <summary>How often the token was exchanged.</summary>
    public int Generation { get; private set; }

    public required byte[] TokenHash { get; init; }

    /// <summary>When the newest token was made.</summary>
    public required DateTimeOffset RotatedAt { get; init; }

    /// <summary>Moves on with each use, up to the maximum.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Browser and system, or the program, that it began on.</summary>
    public string? Device { get; init; }

    /// <summary>From where it was used last.</summary>
    public string? Address { get; init; }

    public static (Session Session, RefreshToken Token) Start(Guid userId, Visitor visitor, DateTimeOffset now, AuthOptions options)
    {
        var id = Guid.CreateVersion7(now);
        var token = RefreshToken.First(id);
        var session = new Session
        {
            Id = id,
            UserId = userId,
            CreatedAt = now,
            ProvenAt = now,
            TokenHash = token.Hash(),
            RotatedAt = now,
            ExpiresAt = ExpiryAt(now, now, options),
            Device = visitor.Device,
            Address = visitor.Address,
        };
        return (session, token);
    }

    public static DateTimeOffset ExpiryAt(DateTimeOffset now, DateTimeOffset createdAt, AuthOptions options)
    {
        var (idle, maximum) = (now + options.SessionIdle, createdAt + options.SessionMaximum);
        return idle < maximum ? idle : maximum;
    }
}
