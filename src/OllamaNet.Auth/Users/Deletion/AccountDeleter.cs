using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Users.Deletion;

/// <summary>Marks accounts that are to go, and brings them back. Null: done.</summary>
internal sealed class AccountDeleter(AuthDb db, AccountTurns turns, SessionRevoker revoker, AccountPurge purge, TimeProvider time)
{
    public static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    /// <summary>By its owner, who proved it, and who may come back in the grace.</summary>
    public Task<ProblemHttpResult?> DeleteOwnAsync(Account proven, CancellationToken cancellationToken) => turns.TakeAsync(proven.Id, async account =>
        account.SecurityStamp != proven.SecurityStamp ? SecondFactorProblems.InvalidTicket() : await MarkAsync(account, time.GetUtcNow() + Grace, disable: false, cancellationToken), cancellationToken);

    /// <summary>By an administrator: the owner cannot bring it back.</summary>
    public async Task<ProblemHttpResult?> DeleteAsync(Guid id, bool atOnce, CancellationToken cancellationToken)
    {
        var purgeAt = time.GetUtcNow() + (atOnce ? TimeSpan.Zero : Grace);
        var problem = await turns.TakeAsync(id, account => MarkAsync(account, purgeAt, disable: true, cancellationToken), cancellationToken);
        if (problem is null && atOnce) purge.Wake();
        return problem;
    }

    /// <summary>Removes an account that waits to be approved.</summary>
    public async Task<ProblemHttpResult?> RefuseAsync(Guid id, CancellationToken cancellationToken)
    {
        var problem = await turns.TakeAsync(id, async account =>
        {
            if (account.ApprovalAskedAt is null) return Problems.Conflict("not-waiting", "This account does not wait for approval.");
            await turns.RecordAsync(AuditActions.UserRefused, account, new { Waits = true }, new { Waits = false }, cancellationToken);
            return await MarkAsync(account, time.GetUtcNow(), disable: true, cancellationToken);
        }, cancellationToken);
        if (problem is null) purge.Wake();
        return problem;
    }

    /// <param name="proven">Its owner, with a ticket; null: an administrator.</param>
    public Task<ProblemHttpResult?> RestoreAsync(Guid id, Account? proven, CancellationToken cancellationToken) => turns.TakeAsync(id, async account =>
    {
        if (proven is not null && (account.SecurityStamp != proven.SecurityStamp || account.Disabled)) return SecondFactorProblems.InvalidTicket();
        if (account.PurgeAt is null) return null;
        var stamp = AccountTurns.NewStamp();
        await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.PurgeAt, (DateTimeOffset?)null).SetProperty(u => u.DisabledAt, (DateTimeOffset?)null).SetProperty(u => u.SecurityStamp, stamp).SetProperty(u => u.ConcurrencyStamp, stamp),
            cancellationToken);
        await turns.StorePrincipalAsync(id, cancellationToken);
        await turns.RecordAsync(AuditActions.UserRestored, account, new { account.PurgeAt }, new { PurgeAt = "none" }, cancellationToken, proven?.Id);
        return null;
    }, cancellationToken);

    private async Task<ProblemHttpResult?> MarkAsync(Account account, DateTimeOffset purgeAt, bool disable, CancellationToken cancellationToken)
    {
        if (await turns.LastAdministratorAsync(account, cancellationToken) is { } last) return last;
        var stamp = AccountTurns.NewStamp();
        DateTimeOffset? disabledAt = disable ? time.GetUtcNow() : null;
        await db.Users.Where(u => u.Id == account.Id).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.PurgeAt, purgeAt).SetProperty(u => u.DisabledAt, u => u.DisabledAt ?? disabledAt).SetProperty(u => u.SecurityStamp, stamp).SetProperty(u => u.ConcurrencyStamp, stamp),
            cancellationToken);
        // Links that were handed out go too.
        await db.AccountTokens.Where(t => t.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await revoker.EndAllAsync(account.Id, cancellationToken);
        await turns.StorePrincipalAsync(account.Id, cancellationToken);
        await turns.RecordAsync(AuditActions.UserDeletionBegun, account, new { PurgeAt = account.PurgeAt?.ToString("O") ?? "none" }, new { PurgeAt = purgeAt }, cancellationToken);
        return null;
    }
}
