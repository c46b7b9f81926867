using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Auth.SecondFactor;

/// <summary>Turns the second step on and off. Each change is recorded in its own transaction.</summary>
internal sealed class TotpSetup(AuthDb db, CodeCheck codes, RecoveryCodeKey recoveryKey, AuditLog audit, TimeProvider time, ILogger<TotpSetup> logger)
{
    /// <summary>Keeps a new secret that nothing asks for yet, in place of one that was not confirmed.</summary>
    /// <returns>Null when the second step is on.</returns>
    public async Task<byte[]?> BeginAsync(Account account, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        var sealedSecret = codes.Seal(account.Id, secret);
        var stored = await audit.RecordAsync(db, stop => db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO auth.totp_secrets AS t (user_id, sealed_secret, last_step) VALUES ({account.Id}, {sealedSecret}, 0)
            ON CONFLICT (user_id) DO UPDATE SET sealed_secret = {sealedSecret}, last_step = 0 WHERE t.confirmed_at IS NULL
            """,
            stop), AuditEntry.On(AuditActions.TotpBegun, "user", account.Id, account.UserName), cancellationToken);
        return stored == 1 ? secret : null;
    }

    /// <returns>The recovery codes, when the code was right.</returns>
    public async Task<(CodeResult Result, IReadOnlyList<string> RecoveryCodes)> ConfirmAsync(Account account, string code, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> made = [];
        var result = await codes.TakeFirstAsync(
            account.Id,
            code,
            async () =>
            {
                var (now, stamp) = (time.GetUtcNow(), Guid.CreateVersion7().ToString("N"));
                await db.TotpSecrets.Where(t => t.UserId == account.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.ConfirmedAt, now), cancellationToken);
                // The stamp: a login that has just looked and found no second step must not slip past it.
                await db.Users.Where(u => u.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, stamp).SetProperty(u => u.ConcurrencyStamp, stamp), cancellationToken);
                made = await ReplaceCodesAsync(account.Id, cancellationToken);
                await audit.RecordAsync(db, AuditEntry.On(AuditActions.TotpOn, "user", account.Id, account.UserName), cancellationToken);
            },
            cancellationToken);
        if (result.Accepted) logger.SecondFactorOn(account.Id);
        return (result, made);
    }

    public async Task EndAsync(Account account, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(
            db,
            async stop => await db.RecoveryCodes.Where(c => c.UserId == account.Id).ExecuteDeleteAsync(stop) + await db.TotpSecrets.Where(t => t.UserId == account.Id).ExecuteDeleteAsync(stop),
            AuditEntry.On(AuditActions.TotpOff, "user", account.Id, account.UserName),
            cancellationToken);
        logger.SecondFactorOff(account.Id);
    }

    public async Task<IReadOnlyList<string>> MakeCodesAsync(Account account, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var made = await ReplaceCodesAsync(account.Id, cancellationToken);
        await audit.RecordAsync(db, AuditEntry.On(AuditActions.RecoveryCodesMade, "user", account.Id, account.UserName), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    private async Task<IReadOnlyList<string>> ReplaceCodesAsync(Guid userId, CancellationToken cancellationToken)
    {
        var made = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.Make()).ToList();
        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        db.RecoveryCodes.AddRange(made.Select(code => new RecoveryCode { UserId = userId, Hash = recoveryKey.HashOf(userId, code) }));
        await db.SaveChangesAsync(cancellationToken);
        return made;
    }
}
