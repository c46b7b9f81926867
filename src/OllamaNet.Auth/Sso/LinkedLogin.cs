namespace OllamaNet.Auth.Sso;

/// <summary>Who logs in at a provider as this subject is this user. Nothing else says so: not the address, not the name.</summary>
internal sealed class LinkedLogin
{
    public const string SubjectIndex = "ix_linked_logins_subject";
    public const int MostPerUser = 10;

    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    /// <summary>What the provider calls this person: an address or a name; shown to them, and nothing more.</summary>
    public string? Label { get; init; }

    /// <summary>Roles that came by a rule at a login of this link, and go by one.</summary>
    public IReadOnlyList<string> GivenRoles { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>An attempt that was brought back once. Kept until it would be too old anyway.</summary>
internal sealed class SpentAttempt
{
    public required byte[] StateHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
