using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.SecondFactor;

/// <param name="Accepted">The code was right, and is worth nothing from now on.</param>
/// <param name="Rest">The code was not looked at: after so many wrong ones the account has to rest this long.</param>
internal sealed record CodeResult(bool Accepted, TimeSpan? Rest);

/// <summary>
/// Takes codes, one at a time for each account, so that guesses at the same time neither slip past the throttle nor use one code twice. Wrong ones are counted
/// apart from wrong passwords: who has the password would begin the count anew with it.
/// </summary>
internal sealed class CodeCheck(AuthDb db, LoginThrottle throttle, SecretProtector protector, RecoveryCodeKey recoveryKey, AuditLog audit, TimeProvider time)
{
    private const string Purpose = "totp";

    public byte[] Seal(Guid userId, ReadOnlySpan<byte> secret) => protector.Protect(Purpose, userId.ToString(), secret);

    /// <summary>A code of the app or a recovery code, where the second step is on.</summary>
    public Task<CodeResult> TakeAsync(Guid userId, string code, CancellationToken cancellationToken) =>
        TakeAsync(userId, code, isActive: true, static () => Task.CompletedTask, cancellationToken);

    /// <summary>A code of the app that is being set up.</summary>
    /// <param name="then">In the same transaction, when the code was right.</param>
    public Task<CodeResult> TakeFirstAsync(Guid userId, string code, Func<Task> then, CancellationToken cancellationToken) => TakeAsync(userId, code, isActive: false, then, cancellationToken);

    private async Task<CodeResult> TakeAsync(Guid userId, string code, bool isActive, Func<Task> then, CancellationToken cancellationToken)
    {
        // Lower case: no login that somebody types looks like this once it is normalised.
        var counted = throttle.HashOf($"totp/{userId:N}");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var locked = await db.TotpSecrets.FromSql($"SELECT * FROM auth.totp_secrets WHERE user_id = {userId} FOR UPDATE").AsNoTracking().ToListAsync(cancellationToken);
        if (locked is not [var secret] || secret.ConfirmedAt is not null != isActive) return new(false, null);

        var failure = await throttle.FindAsync(counted, cancellationToken);
        if (throttle.RestOf(failure) is { } rest) return new(false, rest);

        var accepted = await IsRightAsync(secret, code, cancellationToken) || (isActive && await UseRecoveryCodeAsync(userId, code, cancellationToken));
        if (!accepted) await throttle.FailAsync(counted, failure, cancellationToken);
        else
        {
            if (failure is not null) await throttle.ForgetAsync(counted, cancellationToken);
            await then();
        }

        await transaction.CommitAsync(cancellationToken);
        return new(accepted, null);
    }

    private async Task<bool> IsRightAsync(TotpSecret stored, string code, CancellationToken cancellationToken)
    {
        var typed = RecoveryCode.Clean(code);
        // Under another master key nobody's app is right any more; recovery codes are lost with it too.
        if (typed.Length != Totp.Digits || protector.Unprotect(Purpose, stored.UserId.ToString(), stored.SealedSecret) is not { } secret) return false;
        if (Totp.Match(secret, typed, time.GetUtcNow(), stored.LastStep) is not { } step) return false;
        await db.TotpSecrets.Where(t => t.UserId == stored.UserId).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastStep, step), cancellationToken);
        return true;
    }

    private async Task<bool> UseRecoveryCodeAsync(Guid userId, string code, CancellationToken cancellationToken)
    {
        if (RecoveryCode.Clean(code).Length != RecoveryCode.Length) return false;
        var hash = recoveryKey.HashOf(userId, code);
        if (await db.RecoveryCodes.Where(c => c.UserId == userId && c.Hash == hash).ExecuteDeleteAsync(cancellationToken) == 0) return false;
        var left = await db.RecoveryCodes.CountAsync(c => c.UserId == userId, cancellationToken);
        await audit.RecordAsync(db, AuditEntry.On(AuditActions.RecoveryCodeUsed, "user", userId) with { ActorId = userId, After = new { left } }, cancellationToken);
        return true;
    }
}
