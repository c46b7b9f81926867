using Microsoft.AspNetCore.Identity;

namespace OllamaNet.Auth.Users;

internal sealed class User : IdentityUser<Guid>
{
    public required DateTimeOffset CreatedAt { get; init; }

    public string? DisplayName { get; set; }

    public string? Locale { get; set; }

    public string? TimeZone { get; set; }

    /// <summary>Since when nobody gets in with this account; null: it is open.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Since when it waits for an administrator to approve it; null: it does not.</summary>
    public DateTimeOffset? ApprovalAskedAt { get; init; }

    /// <summary>When it is removed for good. Until then nobody gets in with it, and it can be brought back; null: it stays.</summary>
    public DateTimeOffset? PurgeAt { get; private set; }

    /// <summary>Until when the password, which an administrator set, is good for setting another and nothing else; null: it is its owner's.</summary>
    public DateTimeOffset? TemporaryUntil { get; private set; }

    /// <summary>Raised to end every access token issued before.</summary>
    public int SecurityVersion { get; private set; } = 1;
}
