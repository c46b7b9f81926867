using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Passwords;

/// <summary>Sets a password that was found good, and ends the sessions that were opened with the one before.</summary>
internal sealed class PasswordChanger(
    AuthDb db, IPasswordHasher<User> hasher, PasswordCheck passwords, LoginThrottle throttle, ILookupNormalizer normalizer, SessionRevoker revoker, Revocations revocations, AuditLog audit,
    ILogger<PasswordChanger> logger)
{
    /// <param name="kept">The session that goes on; null: none does, and every access token is worthless.</param>
    /// <param name="link">Hash of the link that stands for the password before; null: that one was proven.</param>
    /// <param name="temporaryUntil">An administrator sets it, for its owner to set another by then.</param>
    /// <returns>False when the account's secrets were changed since it was read, or the link was used.</returns>
    public async Task<bool> ChangeAsync(Account account, string password, Guid? kept, byte[]? link, CancellationToken cancellationToken, DateTimeOffset? temporaryUntil = null)
    {
        string hash;
        using (await passwords.EnterAsync(cancellationToken)) hash = hasher.HashPassword(new User { CreatedAt = account.CreatedAt }, password);

        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // The stamp: whoever is between checking the old password and beginning a session finds another one.
            var stamp = Guid.CreateVersion7().ToString("N");
            var changed = await db.Users.Where(u => u.Id == account.Id && u.SecurityStamp == account.SecurityStamp)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash).SetProperty(u => u.TemporaryUntil, temporaryUntil).SetProperty(u => u.SecurityStamp, stamp).SetProperty(u => u.ConcurrencyStamp, stamp), cancellationToken);
            if (changed == 0) return false;

            // The account may have been read after somebody else used the link that was found before.
            if (link is not null && await db.AccountTokens.Where(t => t.Hash == link).ExecuteDeleteAsync(cancellationToken) == 0) return false;

            // Links that were mailed go with the password that they were to replace.
            await db.AccountTokens.Where(t => t.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
            await throttle.ForgetAsync(throttle.HashOf(normalizer.NormalizeName(account.UserName)), cancellationToken);
            await throttle.ForgetAsync(throttle.HashOf(normalizer.NormalizeEmail(account.Email)), cancellationToken);

            if (kept is { } session) await revoker.EndOthersAsync(account.Id, session, cancellationToken);
            else await revoker.EndAllAsync(account.Id, cancellationToken);
            var entry = AuditEntry.On(temporaryUntil is null ? AuditActions.PasswordChanged : AuditActions.TemporaryPasswordSet, "user", account.Id, account.UserName);
            await audit.RecordAsync(db, temporaryUntil is null ? entry with { ActorId = account.Id } : entry with { After = new { until = temporaryUntil } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        logger.PasswordChanged(account.Id);
        return true;
    }
}
