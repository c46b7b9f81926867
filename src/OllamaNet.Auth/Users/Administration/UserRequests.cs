using System.ComponentModel.DataAnnotations;
using OllamaNet.Auth.Recovery;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration;

/// <param name="Role"><c>User</c> or <c>Admin</c>.</param>
public sealed record CreateUserRequest(
    [Required, UserName] string UserName, [Required, Email] string Email, [PersonName] string? DisplayName = null, [Required, AllowedValues(Roles.User, Roles.Admin)] string Role = Roles.User);

/// <param name="ResetLink">Where its owner sets the password: nobody else ever knows it.</param>
public sealed record CreatedUser(ManagedUser User, ResetLink ResetLink);

/// <summary>What is left out stays; a null takes the name away.</summary>
public sealed record UpdateUserRequest
{
    /// <summary><c>User</c> or <c>Admin</c>.</summary>
    [AllowedValues(null, Roles.User, Roles.Admin)] public string? Role { get; init; }

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
