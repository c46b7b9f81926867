using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Users;

/// <summary>What signing in needs to know of a user, read in one query.</summary>
internal sealed record Account(Guid Id, string UserName, string Email, string? PasswordHash, string? SecurityStamp, int SecurityVersion, DateTimeOffset CreatedAt, IReadOnlyList<string> Roles)
{
    public string? DisplayName { get; init; }

    public string? Locale { get; init; }

    public string? TimeZone { get; init; }

    public Guid? AvatarId { get; init; }

    public bool Disabled { get; init; }

    /// <summary>When it is removed for good; null: it stays.</summary>
    public DateTimeOffset? PurgeAt { get; init; }

    /// <summary>Since when it waits to be approved; null: it does not.</summary>
    public DateTimeOffset? ApprovalAskedAt { get; init; }

    public bool EmailConfirmed { get; init; }

    /// <summary>Until when the password an administrator set can be changed by who knows it; null: it is its owner's.</summary>
    public DateTimeOffset? TemporaryUntil { get; init; }

    /// <summary>Sessions and keys of it work.</summary>
    public bool IsOpen => !Disabled && PurgeAt is null && ApprovalAskedAt is null;

    public bool IsAdministrator => Roles.Contains(Platform.Security.Roles.Admin, StringComparer.Ordinal);

    /// <summary>A right password is not enough: a code is asked for too.</summary>
    public bool HasTotp { get; init; }

    public int Passkeys { get; init; }

    public UserResponse ToResponse(AccessBook access) => new(Id, UserName, Email, Roles, CreatedAt)
    {
        Permissions = access.PermissionsOf(Roles),
        DisplayName = DisplayName,
        Locale = Locale,
        TimeZone = TimeZone,
        AvatarId = AvatarId,
        EmailConfirmed = EmailConfirmed,
    };

    public AccessToken ToAccessToken(Guid sessionId, DateTimeOffset provenAt) => new(Id, sessionId, SecurityVersion, Roles) { ProvenAt = provenAt };
}

internal static class AccountQuery
{
    public static Task<Account?> FindAccountAsync(this AuthDb db, Expression<Func<User, bool>> which, CancellationToken cancellationToken) =>
        db.Users.Where(which)
            .Select(u => new Account(
                u.Id, u.UserName!, u.Email!, u.PasswordHash, u.SecurityStamp, u.SecurityVersion, u.CreatedAt,
                db.UserRoles.Where(r => r.UserId == u.Id).Join(db.Roles, r => r.RoleId, r => r.Id, (_, r) => r.Name!).OrderBy(name => name).ToList())
            {
                DisplayName = u.DisplayName,
                Locale = u.Locale,
                TimeZone = u.TimeZone,
                Disabled = u.DisabledAt != null,
                PurgeAt = u.PurgeAt,
                ApprovalAskedAt = u.ApprovalAskedAt,
                EmailConfirmed = u.EmailConfirmed,
                TemporaryUntil = u.TemporaryUntil,
                HasTotp = db.TotpSecrets.Any(t => t.UserId == u.Id && t.ConfirmedAt != null),
                Passkeys = db.Passkeys.Count(p => p.UserId == u.Id),
                AvatarId = db.Avatars.Where(a => a.UserId == u.Id).Select(a => (Guid?)a.Id).FirstOrDefault(),
            })
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);
}
