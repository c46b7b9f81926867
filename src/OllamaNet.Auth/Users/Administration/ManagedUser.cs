using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>An account as administrators see it.</summary>
/// <param name="Role"><c>Admin</c> for administrators, else <c>User</c>.</param>
/// <param name="DisabledAt">Since when nobody gets in with it.</param>
/// <param name="LastActiveAt">When one of its sessions last asked for an access token; null: not lately.</param>
/// <param name="Sessions">How many devices it is logged in on.</param>
public sealed record ManagedUser(
    Guid Id, string UserName, string Email, string? DisplayName, string Role, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, DateTimeOffset? LastActiveAt, int Sessions)
{
    /// <summary>All its roles, by name.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Since when it waits to be approved; null: it does not.</summary>
    public DateTimeOffset? ApprovalAskedAt { get; init; }

    /// <summary>Whether logging in takes a second step.</summary>
    public bool TwoStep { get; init; }

    /// <summary>How many passkeys it can be logged in with.</summary>
    public int Passkeys { get; init; }

    /// <summary>Until when its owner has to replace the temporary password; null: there is none.</summary>
    public DateTimeOffset? TemporaryUntil { get; init; }

    /// <summary>When it is removed for good; null: it stays.</summary>
    public DateTimeOffset? PurgeAt { get; init; }

    internal static ManagedUser Example { get; } = new(
        new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"), "ada", "ada@example.org", "Ada Lovelace", "User", new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), null,
        new(2026, 11, 21, 10, 15, 0, TimeSpan.Zero), 2)
    { Roles = ["User"] };
}

internal static class ManagedUserQuery
{
    public static IQueryable<ManagedUser> ToManaged(this IQueryable<User> users, AuthDb db, DateTimeOffset now) => users.Select(u => new ManagedUser(
        u.Id, u.UserName!, u.Email!, u.DisplayName,
        db.UserRoles.Any(r => r.UserId == u.Id && r.RoleId == BuiltInRoles.Admin) ? Roles.Admin : Roles.User,
        u.CreatedAt, u.DisabledAt,
        db.Sessions.Where(s => s.UserId == u.Id).Max(s => (DateTimeOffset?)s.RotatedAt),
        db.Sessions.Count(s => s.UserId == u.Id && s.RevokedAt == null && s.ExpiresAt > now))
    {
        Roles = db.UserRoles.Where(r => r.UserId == u.Id).Join(db.Roles, r => r.RoleId, r => r.Id, (_, r) => r.Name!).OrderBy(name => name).ToList(),
        PurgeAt = u.PurgeAt,
        TemporaryUntil = u.TemporaryUntil,
        Passkeys = db.Passkeys.Count(p => p.UserId == u.Id),
        ApprovalAskedAt = u.ApprovalAskedAt,
        TwoStep = db.TotpSecrets.Any(t => t.UserId == u.Id && t.ConfirmedAt != null),
    });

    public static Task<ManagedUser?> FindManagedAsync(this AuthDb db, Guid id, TimeProvider time, CancellationToken cancellationToken) =>
        db.Users.AsNoTracking().Where(u => u.Id == id).ToManaged(db, time.GetUtcNow()).SingleOrDefaultAsync(cancellationToken);
}
