using System.ComponentModel.DataAnnotations;
using OllamaNet.Auth.Recovery;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration;

/// <param name="Role"><c>User</c> or <c>Admin</c>.</param>
/// <param name="Roles">All roles, by their names, in place of the one.</param>
public sealed record CreateUserRequest(
    [Required, UserName] string UserName, [Required, Email] string Email, [PersonName] string? DisplayName = null,
    [Required, AllowedValues(Platform.Security.Roles.User, Platform.Security.Roles.Admin)] string Role = Platform.Security.Roles.User, [MinLength(1), MaxLength(100)] string[]? Roles = null);

/// <param name="ResetLink">Where its owner sets the password: nobody else ever knows it.</param>
public sealed record CreatedUser(ManagedUser User, ResetLink ResetLink);

/// <summary>What is left out stays; a null takes the name away.</summary>
public sealed record UpdateUserRequest
{
    /// <summary><c>Admin</c> makes an administrator, <c>User</c> unmakes one; other roles stay.</summary>
    [AllowedValues(null, Platform.Security.Roles.User, Platform.Security.Roles.Admin)] public string? Role { get; init; }

    /// <summary>All roles from then on, by their names.</summary>
    [MinLength(1), MaxLength(100)] public string[]? Roles { get; init; }

    /// <summary>Counts at once. Links mailed to the one before stop working.</summary>
    [Email] public string? Email { get; init; }

    /// <summary>What the person is called; null: by the user name.</summary>
    [PersonName]
    public string? DisplayName
    {
        get;
        init => (field, HasDisplayName) = (value?.Trim(), true);
    }

    internal bool HasDisplayName { get; private init; }
}
