using Microsoft.AspNetCore.Identity;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users;

/// <summary>The roles that the first migration inserts.</summary>
internal static class BuiltInRoles
{
    public static readonly Guid User = new("01900000-0000-7000-8000-000000000001");
    public static readonly Guid Admin = new("01900000-0000-7000-8000-000000000002");

    public static (Guid Id, string Name)[] All => [(User, Roles.User), (Admin, Roles.Admin)];

    /// <summary>What the role permits; null when it is an own one.</summary>
    public static IReadOnlyList<string>? PermissionsOf(Guid id) => id == Admin ? Permissions.All : id == User ? Permissions.OfUser : null;

    /// <summary>Gives a new account its roles: an administrator is a user too.</summary>
    /// <returns>Their names.</returns>
    public static string[] Give(AuthDb db, Guid user, bool isAdministrator)
    {
        var roles = isAdministrator ? All : [(User, Roles.User)];
        db.UserRoles.AddRange(roles.Select(role => new IdentityUserRole<Guid> { UserId = user, RoleId = role.Id }));
        return [.. roles.Select(role => role.Name).Order(StringComparer.Ordinal)];
    }
}
