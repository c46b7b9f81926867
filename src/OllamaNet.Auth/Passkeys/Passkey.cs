using Microsoft.AspNetCore.Identity;

namespace OllamaNet.Auth.Passkeys;

/// <summary>The public half of a key that a device or password manager of somebody keeps.</summary>
internal sealed class Passkey
{
    public const int MaxPerUser = 10, MaxName = 100;

    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>What the authenticator calls it.</summary>
    public required byte[] CredentialId { get; init; }

    public required byte[] PublicKey { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Goes up with each use where the authenticator counts; one that went back is a copy.</summary>
    public required long SignCount { get; init; }

    public required string[] Transports { get; init; }

    public required bool IsBackupEligible { get; init; }

    public required bool IsBackedUp { get; init; }

    // What the authenticator said of itself is not asked for, and not kept.
    public UserPasskeyInfo ToInfo() =>
        new(CredentialId, PublicKey, CreatedAt, (uint)SignCount, Transports, isUserVerified: true, IsBackupEligible, IsBackedUp, attestationObject: [], clientDataJson: []) { Name = Name };
}
