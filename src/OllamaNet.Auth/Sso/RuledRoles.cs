using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sso.Protocol;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sso;

/// <summary>
/// Gives at a login the roles that the rules say, and takes back those that a rule gave at a login before and none gives any more. Roles that somebody gave by hand stay,
/// and so does the last administrator.
/// </summary>
internal sealed class RuledRoles(AuthDb db, AccountTurns turns)
{
    /// <returns>What stands in the way.</returns>
    public async Task<ProblemHttpResult?> RefreshAsync(Account known, SsoIdentity identity, CancellationToken cancellationToken)
    {
        var ruled = identity.Provider.Rules.Where(r => identity.Has(r.Claim, r.Value)).Select(r => r.Role).Distinct(StringComparer.Ordinal).ToArray();
        var given = await Links(known.Id, identity).Select(l => l.GivenRoles).SingleOrDefaultAsync(cancellationToken) ?? [];
        if (ruled.All(r => known.Roles.Contains(r, StringComparer.Ordinal)) && given.All(r => ruled.Contains(r, StringComparer.Ordinal))) return null;

        return await turns.TakeAsync(known.Id, async account =>
        {
            var link = await Links(account.Id, identity).AsTracking().SingleAsync(cancellationToken);
            string[] added = [.. ruled.Except(account.Roles, StringComparer.Ordinal)];
            string[] removed = [.. link.GivenRoles.Except(ruled, StringComparer.Ordinal).Intersect(account.Roles, StringComparer.Ordinal)];
            if (removed.Contains(Roles.Admin, StringComparer.Ordinal) && await turns.LastAdministratorAsync(account, cancellationToken) is not null) removed = [.. removed.Where(r => r != Roles.Admin)];
            var roles = await db.Roles.Where(r => added.Contains(r.Name) || removed.Contains(r.Name)).Select(r => new { r.Id, Name = r.Name! }).ToListAsync(cancellationToken);
            // A rule may name a role that is gone.
            added = [.. added.Where(name => roles.Exists(r => r.Name == name))];
            link.GivenRoles = [.. link.GivenRoles.Intersect(account.Roles, StringComparer.Ordinal).Except(removed, StringComparer.Ordinal).Union(added, StringComparer.Ordinal)];
            foreach (var role in roles)
            {
                if (added.Contains(role.Name, StringComparer.Ordinal)) db.UserRoles.Add(new() { UserId = account.Id, RoleId = role.Id });
                else await db.UserRoles.Where(r => r.UserId == account.Id && r.RoleId == role.Id).ExecuteDeleteAsync(cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
            if (added.Length + removed.Length == 0) return null;
            // What was signed before says the roles of before.
            await db.Users.Where(u => u.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityVersion, u => u.SecurityVersion + 1), cancellationToken);
            var version = await turns.StorePrincipalAsync(account.Id, cancellationToken);
            await db.RevokeAsync(RevocationKind.User, account.Id, version, cancellationToken);
            await turns.RecordAsync(AuditActions.RolesByRule, account, new { account.Roles }, new { Added = added, Removed = removed, Provider = identity.Provider.Name }, cancellationToken, account.Id);
            return null;
        }, cancellationToken);
    }

    private IQueryable<LinkedLogin> Links(Guid user, SsoIdentity identity) => db.LinkedLogins.AsNoTracking().Where(l => l.UserId == user && l.Issuer == identity.Issuer && l.Subject == identity.Subject);
}
