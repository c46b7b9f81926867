namespace OllamaNet.Auth.Invitations;

/// <summary>Lets one person register. Only the token's hash is kept; the row is deleted when it is used. It holds while whoever made it is an administrator.</summary>
internal sealed class Invitation
{
    public required Guid Id { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>What the account becomes.</summary>
    public required string Role { get; init; }

    /// <summary>The only address that may use it; null: any.</summary>
    public string? Email { get; init; }

    /// <summary>It went to that address and nowhere else: who has the token has the address.</summary>
    public bool Mailed { get; init; }

    public required Guid InvitedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
