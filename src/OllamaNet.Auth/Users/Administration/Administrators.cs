using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>There is always somebody who can let the others in.</summary>
internal static class Administrators
{
    private const long LockKey = 0x6f6c6c616d616164;

    /// <summary>Until the transaction ends nobody else makes or unmakes an administrator: two who demote each other at once would leave none.</summary>
    public static Task LockAdministratorsAsync(this AuthDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);

    /// <summary>Whether anybody but this one is an administrator and may log in.</summary>
    public static Task<bool> AnyAdministratorButAsync(this AuthDb db, Guid id, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(u => u.Id != id && u.DisabledAt == null && u.PurgeAt == null && u.ApprovalAskedAt == null && db.UserRoles.Any(r => r.UserId == u.Id && r.RoleId == BuiltInRoles.Admin), cancellationToken);
}
