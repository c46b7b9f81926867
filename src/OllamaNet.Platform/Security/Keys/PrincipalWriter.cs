using Microsoft.EntityFrameworkCore;

namespace OllamaNet.Platform.Security.Keys;

public static class PrincipalWriter
{
    /// <summary>
    /// Says what a user is now, in the context's transaction when there is one. Whoever takes something away (roles, the account) raises the version too and
    /// revokes what is below it (<see cref="RevocationWriter.RevokeAsync"/>): every process then reads the user's keys anew at once.
    /// </summary>
    public static Task StorePrincipalAsync(
        this DbContext db, Guid userId, string userName, IEnumerable<string> roles, int securityVersion, bool disabled, CancellationToken cancellationToken)
    {
        string[] names = [.. roles];
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO platform.principals (user_id, user_name, roles, security_version, disabled) VALUES ({userId}, {userName}, {names}, {securityVersion}, {disabled})
            ON CONFLICT (user_id) DO UPDATE SET user_name = excluded.user_name, roles = excluded.roles, security_version = excluded.security_version, disabled = excluded.disabled
            """,
            cancellationToken);
    }

    /// <summary>Only the version: everything that was issued before is worthless.</summary>
    public static Task StorePrincipalVersionAsync(this DbContext db, Guid userId, int securityVersion, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"UPDATE platform.principals SET security_version = {securityVersion} WHERE user_id = {userId}", cancellationToken);

    public static Task StorePrincipalNameAsync(this DbContext db, Guid userId, string userName, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"UPDATE platform.principals SET user_name = {userName} WHERE user_id = {userId}", cancellationToken);
}
