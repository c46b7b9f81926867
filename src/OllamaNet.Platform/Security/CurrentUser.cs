using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Platform.Security;

/// <summary>The signed-in user of the request. Bound from the principal; an endpoint that takes it requires one.</summary>
/// <param name="SessionId">The login that the access token belongs to; empty for an API key.</param>
/// <param name="IsAdmin">For an API key: it has every scope and its owner is an administrator. Prefer <see cref="May"/>.</param>
public sealed record CurrentUser(Guid Id, Guid SessionId, bool IsAdmin)
{
    /// <summary>The user's security version when the token was issued, or when the key was read.</summary>
    public int Version { get; init; }

    /// <summary>When the owner of the session last proved who they are; null for an API key.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>The API key that was presented instead of an access token.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>What the key is for; null for an access token.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Models the key is for; null: all that the user may use.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The key's own limits.</summary>
    public CallerLimits? Limits { get; init; }

    /// <summary>The user's roles; for an API key those of its owner, which it may be too narrow to use.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Whether the user has the permission and, for an API key, the key has the scope.</summary>
    public bool May(string permission) => Access.Permits(Roles, permission) && (KeyId is null || Scopes?.Contains(permission, StringComparer.Ordinal) is true);

    /// <summary>Whether he has all that somebody with these roles has: who has less changes nothing about who has more.</summary>
    public bool Outranks(IReadOnlyList<string> roles) =>
        Roles.Contains(Security.Roles.Admin, StringComparer.Ordinal)
        || (!roles.Contains(Security.Roles.Admin, StringComparer.Ordinal) && Access.PermissionsOf(roles).All(p => Access.Permits(Roles, p)));

    /// <summary>What roles permit now: another role's permissions hold for whoever is here already.</summary>
    internal AccessBook Access { get; init; } = AccessBook.BuiltIn;

    public Caller ToCaller(CallProtocol protocol) => new(Id) { KeyId = KeyId, Models = Models, Limits = Limits, Roles = Roles, IsAdmin = IsAdmin, Protocol = protocol };

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));

    /// <exception cref="InvalidOperationException">The endpoint let an anonymous caller through.</exception>
    public static CurrentUser From(ClaimsPrincipal principal) =>
        TryFrom(principal) ?? throw new InvalidOperationException("No user is signed in.");

    public static CurrentUser? TryFrom(ClaimsPrincipal principal) => principal is UserPrincipal known ? known.User
        : Guid.TryParse(principal.FindFirst("sub")?.Value, out var id) && Guid.TryParse(principal.FindFirst("sid")?.Value, out var session)
            && int.TryParse(principal.FindFirst("ver")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new(id, session, principal.IsInRole(Security.Roles.Admin)) { Version = version, Roles = [.. principal.FindAll("roles").Select(r => r.Value)] }
            : null;
}

/// <summary>Built-in roles, and the policies named after them.</summary>
public static class Roles
{
    public const string User = "User";
    public const string Admin = "Admin";
}
