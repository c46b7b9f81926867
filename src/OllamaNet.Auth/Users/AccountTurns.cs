using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users.Administration;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Users;

/// <summary>Changes of accounts that take turns, so that an administrator stays. Whatever takes something away holds in every process within seconds.</summary>
internal sealed class AccountTurns(AuthDb db, Revocations revocations, AuditLog audit)
{
    /// <param name="change">Null: done. With a problem nothing is stored.</param>
    public async Task<ProblemHttpResult?> TakeAsync(Guid id, Func<Account, Task<ProblemHttpResult?>> change, CancellationToken cancellationToken)
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

    public async Task<ProblemHttpResult?> LastAdministratorAsync(Account account, CancellationToken cancellationToken) =>
        account.IsAdministrator && !await db.AnyAdministratorButAsync(account.Id, cancellationToken)
            ? Problems.Conflict("last-administrator", "This is the last administrator who can log in. Make somebody else one first.") : null;

    /// <returns>The account's security version.</returns>
    public async Task<int> StorePrincipalAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = (await db.FindAccountAsync(u => u.Id == id, cancellationToken))!;
        await db.StorePrincipalAsync(id, now.UserName, now.Roles, now.SecurityVersion, !now.IsOpen, cancellationToken);
        return now.SecurityVersion;
    }

    public Task RecordAsync(string action, Account account, object before, object after, CancellationToken cancellationToken, Guid? actor = null) =>
        audit.RecordAsync(db, AuditEntry.On(action, "user", account.Id, account.UserName) with { ActorId = actor, Before = before, After = after }, cancellationToken);

    /// <summary>Whoever is between a check of the password, or a reading of the profile, and what follows it, finds another one.</summary>
    public static string NewStamp() => Guid.CreateVersion7().ToString("N");
}
