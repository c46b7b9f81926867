using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Passkeys;

/// <summary>Adds and removes passkeys. Changes of one account take turns, so that neither the most nor the last of them is passed by two at once.</summary>
internal sealed class PasskeyBook(AuthDb db, AuditLog audit, TimeProvider time)
{
    public async Task<(Passkey? Passkey, ProblemHttpResult? Problem)> AddAsync(Guid userId, string name, UserPasskeyInfo info, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(userId, cancellationToken) is not { } owner) return (null, Problems.NotFound("user"));
        if (await db.Passkeys.CountAsync(p => p.UserId == userId, cancellationToken) >= Passkey.MaxPerUser)
            return (null, Problems.Conflict("too-many-passkeys", $"You have {Passkey.MaxPerUser} passkeys. Remove one that you no longer use."));

        var now = time.GetUtcNow();
        var passkey = new Passkey
        {
            Id = Guid.CreateVersion7(now),
            UserId = userId,
            CredentialId = info.CredentialId,
            PublicKey = info.PublicKey,
            Name = name,
            CreatedAt = now,
            SignCount = info.SignCount,
            Transports = info.Transports ?? [],
            IsBackupEligible = info.IsBackupEligible,
            IsBackedUp = info.IsBackedUp,
        };
        db.Passkeys.Add(passkey);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return (null, PasskeyProblems.NotAdded());
        }

        await RecordAsync(AuditActions.PasskeyAdded, userId, owner.UserName, passkey.Id, name, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (passkey, null);
    }

    /// <returns>Null: removed.</returns>
    public async Task<ProblemHttpResult?> RemoveAsync(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(userId, cancellationToken) is not { } owner) return Problems.NotFound("user");
        if (await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.UserId == userId, cancellationToken) is not { } passkey) return Problems.NotFound("passkey");
        if (!owner.HasOtherWay && await db.Passkeys.CountAsync(p => p.UserId == userId, cancellationToken) == 1)
            return LoginProblems.LastWayIn();

        await db.Passkeys.Where(p => p.Id == id).ExecuteDeleteAsync(cancellationToken);
        await RecordAsync(AuditActions.PasskeyRemoved, userId, owner.UserName, id, passkey.Name, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>All of somebody's, by an administrator.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveAllAsync(Account account, CancellationToken cancellationToken) => await audit.RecordAsync(
        db, stop => db.Passkeys.Where(p => p.UserId == account.Id).ExecuteDeleteAsync(stop), AuditEntry.On(AuditActions.PasskeyRemoved, "user", account.Id, account.UserName) with { After = new { all = true } }, cancellationToken);

    /// <summary>One that was used: its counter goes on, or the use does not count.</summary>
    public async Task<bool> UseAsync(Guid userId, UserPasskeyInfo info, CancellationToken cancellationToken)
    {
        var (now, count) = (time.GetUtcNow(), (long)info.SignCount);
        return await db.Passkeys.Where(p => p.UserId == userId && p.CredentialId == info.CredentialId && (p.SignCount < count || (p.SignCount == 0 && count == 0)))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, info.IsBackedUp).SetProperty(p => p.LastUsedAt, now), cancellationToken) == 1;
    }

    private async Task<Owner?> LockAsync(Guid userId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM auth.users WHERE id = {userId} FOR UPDATE", cancellationToken);
        return await db.Users.Where(u => u.Id == userId).Select(u => new Owner(u.UserName!, u.PasswordHash != null || db.LinkedLogins.Any(l => l.UserId == u.Id))).SingleOrDefaultAsync(cancellationToken);
    }

    private Task RecordAsync(string action, Guid userId, string userName, Guid passkey, string name, CancellationToken cancellationToken) =>
        audit.RecordAsync(db, AuditEntry.On(action, "user", userId, userName) with { After = new { passkey, name } }, cancellationToken);

    private sealed record Owner(string UserName, bool HasOtherWay);
}
