using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>What administrators change in the accounts of others. Whatever takes something away holds in every process within seconds. Null: done.</summary>
internal sealed class AccountChanger(AuthDb db, UserManager<User> users, SessionRevoker revoker, Revocations revocations, AuditLog audit, TimeProvider time)
{
    public async Task<ProblemHttpResult?> ChangeAsync(Guid id, UpdateUserRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await InTurnAsync(id, account => StoreAsync(account, request, cancellationToken), cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return UniqueNames.ProblemFor(IdentityResult.Failed(UniqueNames.ErrorFor(exception, users.ErrorDescriber)));
        }
    }

    public Task<ProblemHttpResult?> DisableAsync(Guid id, CancellationToken cancellationToken) => InTurnAsync(id, async account =>
    {
        if (account.Disabled) return null;
        if (IsAdministrator(account) && !await db.AnyAdministratorButAsync(id, cancellationToken)) return LastAdministrator();
        await SetDisabledAsync(account, time.GetUtcNow(), cancellationToken);
        // Links that were handed out go too.
        await db.AccountTokens.Where(t => t.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await revoker.EndAllAsync(id, cancellationToken);
        await StorePrincipalAsync(id, cancellationToken);
        await RecordAsync(AuditActions.UserDisabled, account, new { account.Disabled }, new { Disabled = true }, cancellationToken);
        return null;
    }, cancellationToken);

    public Task<ProblemHttpResult?> EnableAsync(Guid id, CancellationToken cancellationToken) => InTurnAsync(id, async account =>
    {
        if (!account.Disabled) return null;
        await SetDisabledAsync(account, null, cancellationToken);
        await StorePrincipalAsync(id, cancellationToken);
        await RecordAsync(AuditActions.UserEnabled, account, new { account.Disabled }, new { Disabled = false }, cancellationToken);
        return null;
    }, cancellationToken);

    private async Task<ProblemHttpResult?> InTurnAsync(Guid id, Func<Account, Task<ProblemHttpResult?>> change, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await db.LockAdministratorsAsync(cancellationToken);
            // Its owner may be changing it too.
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM auth.users WHERE id = {id} FOR UPDATE", cancellationToken);
            if (await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { } account) return Problems.NotFound("user");
            if (await change(account) is { } problem) return problem;
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        return null;
    }

    private async Task<ProblemHttpResult?> StoreAsync(Account account, UpdateUserRequest request, CancellationToken cancellationToken)
    {
        var before = new { account.Email, account.DisplayName, Role = RoleOf(account) };
        var after = new { Email = request.Email ?? before.Email, DisplayName = request.HasDisplayName ? request.DisplayName : before.DisplayName, Role = request.Role ?? before.Role };
        if (after.Equals(before)) return null;
        if (before.Role != after.Role && IsAdministrator(account) && !await db.AnyAdministratorButAsync(account.Id, cancellationToken)) return LastAdministrator();

        var (normalized, stamp) = (users.NormalizeEmail(after.Email), NewStamp());
        await db.Users.Where(u => u.Id == account.Id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.Email, after.Email).SetProperty(u => u.NormalizedEmail, normalized).SetProperty(u => u.EmailConfirmed, u => u.EmailConfirmed && u.Email == after.Email)
                .SetProperty(u => u.DisplayName, after.DisplayName).SetProperty(u => u.ConcurrencyStamp, stamp),
            cancellationToken);
        if (before.Email != after.Email) await db.AccountTokens.Where(t => t.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
        if (before.Role != after.Role) await SetRoleAsync(account.Id, after.Role, cancellationToken);
        await RecordAsync(AuditActions.UserChanged, account, before, after, cancellationToken);
        return null;
    }

    /// <summary>Sessions go on, their access tokens do not: the next ones hold the new rights.</summary>
    private async Task SetRoleAsync(Guid id, string role, CancellationToken cancellationToken)
    {
        if (role == Roles.Admin) db.UserRoles.Add(new() { UserId = id, RoleId = BuiltInRoles.Admin });
        else await db.UserRoles.Where(r => r.UserId == id && r.RoleId == BuiltInRoles.Admin).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityVersion, u => u.SecurityVersion + 1), cancellationToken);
        var version = await StorePrincipalAsync(id, cancellationToken);
        await db.RevokeAsync(RevocationKind.User, id, version, cancellationToken);
    }

    /// <summary>The stamps: whoever is between a check of the password, or a reading of the profile, and what follows it, finds others.</summary>
    private async Task SetDisabledAsync(Account account, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var stamp = NewStamp();
        await db.Users.Where(u => u.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, at).SetProperty(u => u.SecurityStamp, stamp).SetProperty(u => u.ConcurrencyStamp, stamp), cancellationToken);
    }

    /// <returns>The account's security version.</returns>
    private async Task<int> StorePrincipalAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = (await db.FindAccountAsync(u => u.Id == id, cancellationToken))!;
        await db.StorePrincipalAsync(id, now.UserName, now.Roles, now.SecurityVersion, now.Disabled, cancellationToken);
        return now.SecurityVersion;
    }

    private Task RecordAsync(string action, Account account, object before, object after, CancellationToken cancellationToken) =>
        audit.RecordAsync(db, AuditEntry.On(action, "user", account.Id, account.UserName) with { Before = before, After = after }, cancellationToken);

    private static bool IsAdministrator(Account account) => account.Roles.Contains(Roles.Admin, StringComparer.Ordinal);

    private static string RoleOf(Account account) => IsAdministrator(account) ? Roles.Admin : Roles.User;

    private static string NewStamp() => Guid.CreateVersion7().ToString("N");

    private static ProblemHttpResult LastAdministrator() => Problems.Conflict("last-administrator", "This is the last administrator who can log in. Make somebody else one first.");
}
