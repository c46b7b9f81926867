using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Platform.Security;

/// <summary>The signed-in user of the request. Bound from the principal; an endpoint that takes it requires one.</summary>
/// <param name="SessionId">The login that the access token belongs to.</param>
public sealed record CurrentUser(Guid Id, Guid SessionId, bool IsAdmin)
{
    /// <summary>The user's security version when the token was issued.</summary>
    public int Version { get; init; }

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));

    /// <exception cref="InvalidOperationException">The endpoint let an anonymous caller through.</exception>
    public static CurrentUser From(ClaimsPrincipal principal) =>
        TryFrom(principal) ?? throw new InvalidOperationException("No user is signed in.");

    public static CurrentUser? TryFrom(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirst("sub")?.Value, out var id) && Guid.TryParse(principal.FindFirst("sid")?.Value, out var session)
            && int.TryParse(principal.FindFirst("ver")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new(id, session, principal.IsInRole(Roles.Admin)) { Version = version }
            : null;
}

/// <summary>Built-in roles, and the policies named after them.</summary>
public static class Roles
{
    public const string User = "User";
    public const string Admin = "Admin";
}
