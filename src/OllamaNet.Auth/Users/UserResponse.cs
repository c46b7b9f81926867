namespace OllamaNet.Auth.Users;

/// <param name="UserName">What is logged in with.</param>
public sealed record UserResponse(Guid Id, string UserName, string Email, IReadOnlyList<string> Roles, DateTimeOffset CreatedAt)
{
    /// <summary>What the roles permit.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>What the person is called; null: by the user name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The language chosen for all devices.</summary>
    public string? Locale { get; init; }

    /// <summary>The time zone chosen for all devices; null: that of the device.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the address was proven by a link that was mailed to it.</summary>
    public bool EmailConfirmed { get; init; }

    /// <summary>A new address that waits to be confirmed by the link that was mailed to it.</summary>
    public string? PendingEmail { get; init; }

    /// <summary>The picture, at <c>/api/v1/me/avatar/{avatarId}</c>; another picture has another id.</summary>
    public Guid? AvatarId { get; init; }
}
