using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Access;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>What administrators change in the accounts of others. Null: done.</summary>
internal sealed class AccountChanger(AuthDb db, UserManager<User> users, AccountTurns turns, SessionRevoker revoker, TimeProvider time)
{
    public async Task<ProblemHttpResult?> ChangeAsync(Guid id, UpdateUserRequest request, CurrentUser current, CancellationToken cancellationToken)
    {
        try
        {
            return await turns.TakeAsync(id, account => StoreAsync(account, request, current, cancellationToken), cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return UniqueNames.ProblemFor(IdentityResult.Failed(UniqueNames.ErrorFor(exception, users.ErrorDescriber)));
        }
    }

    public Task<ProblemHttpResult?> DisableAsync(Guid id, CancellationToken cancellationToken) => turns.TakeAsync(id, async account =>
    {
        if (account.Disabled) return null;
        if (await turns.LastAdministratorAsync(account, cancellationToken) is { } last) return last;
        await SetDisabledAsync(account, time.GetUtcNow(), cancellationToken);
        // Links that were handed out go too.
        await db.AccountTokens.Where(t => t.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await revoker.EndAllAsync(id, cancellationToken);
        await turns.StorePrincipalAsync(id, cancellationToken);
        await turns.RecordAsync(AuditActions.UserDisabled, account, new { account.Disabled }, new { Disabled = true }, cancellationToken);
        return null;
    }, cancellationToken);

    public Task<ProblemHttpResult?> EnableAsync(Guid id, CancellationToken cancellationToken) => turns.TakeAsync(id, async account =>
    {
        if (!account.Disabled) return null;
        await SetDisabledAsync(account, null, cancellationToken);
        await turns.StorePrincipalAsync(id, cancellationToken);
        await turns.RecordAsync(AuditActions.UserEnabled, account, new { account.Disabled }, new { Disabled = false }, cancellationToken);
        return null;
    }, cancellationToken);

    private async Task<ProblemHttpResult?> StoreAsync(Account account, UpdateUserRequest request, CurrentUser current, CancellationToken cancellationToken)
    {
        var (roles, fault) = await RoleNames.FindAsync(db, RolesAfter(account, request), cancellationToken);
        if (fault is not null) return fault;
        string[] names = [.. roles.Select(r => r.Name)];
        if (!current.Outranks([.. names.Except(account.Roles, StringComparer.Ordinal)])) return Outranking.Problem;

        var before = new { account.Email, account.DisplayName, Roles = string.Join(", ", account.Roles) };
        var after = new { Email = request.Email ?? before.Email, DisplayName = request.HasDisplayName ? request.DisplayName : before.DisplayName, Roles = string.Join(", ", names) };
        if (after.Equals(before)) return null;
        if (!names.Contains(Roles.Admin, StringComparer.Ordinal) && await turns.LastAdministratorAsync(account, cancellationToken) is { } last) return last;

        var (normalized, stamp) = (users.NormalizeEmail(after.Email), AccountTurns.NewStamp());
        await db.Users.Where(u => u.Id == account.Id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.Email, after.Email).SetProperty(u => u.NormalizedEmail, normalized).SetProperty(u => u.EmailConfirmed, u => u.EmailConfirmed && u.Email == after.Email)
                .SetProperty(u => u.DisplayName, after.DisplayName).SetProperty(u => u.ConcurrencyStamp, stamp),
            cancellationToken);
        if (before.Email != after.Email) await db.AccountTokens.Where(t => t.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
        if (before.Roles != after.Roles) await SetRolesAsync(account.Id, [.. roles.Select(r => r.Id)], cancellationToken);
        await turns.RecordAsync(AuditActions.UserChanged, account, before, after, cancellationToken);
        return null;
    }

    /// <summary>Sessions go on, their access tokens do not: the next ones hold the new rights.</summary>
    private async Task SetRolesAsync(Guid id, Guid[] roles, CancellationToken cancellationToken)
    {
        await db.UserRoles.Where(r => r.UserId == id).ExecuteDeleteAsync(cancellationToken);
        db.UserRoles.AddRange(roles.Select(role => new IdentityUserRole<Guid> { UserId = id, RoleId = role }));
        await db.SaveChangesAsync(cancellationToken);
        await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityVersion, u => u.SecurityVersion + 1), cancellationToken);
        var version = await turns.StorePrincipalAsync(id, cancellationToken);
        await db.RevokeAsync(RevocationKind.User, id, version, cancellationToken);
    }

    private async Task SetDisabledAsync(Account account, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var stamp = AccountTurns.NewStamp();
        await db.Users.Where(u => u.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, at).SetProperty(u => u.SecurityStamp, stamp).SetProperty(u => u.ConcurrencyStamp, stamp), cancellationToken);
    }

    private static IReadOnlyList<string> RolesAfter(Account account, UpdateUserRequest request) => request.Roles ?? request.Role switch
    {
        Roles.Admin => [.. account.Roles.Union([Roles.Admin], StringComparer.Ordinal)],
        Roles.User => [.. account.Roles.Except([Roles.Admin], StringComparer.Ordinal).Union([Roles.User], StringComparer.Ordinal)],
        _ => account.Roles,
    };
}
