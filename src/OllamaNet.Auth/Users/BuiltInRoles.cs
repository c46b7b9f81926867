using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users;

/// <summary>The roles that the first migration inserts.</summary>
internal static class BuiltInRoles
{
    public static readonly Guid User = new("01900000-0000-7000-8000-000000000001");
    public static readonly Guid Admin = new("01900000-0000-7000-8000-000000000002");

    public static (Guid Id, string Name)[] All => [(User, Roles.User), (Admin, Roles.Admin)];
}
