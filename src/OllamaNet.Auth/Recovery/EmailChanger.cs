using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Auth.Recovery;

internal enum EmailChange { Done, TooLate, Taken }

/// <summary>Gives an account the address that its owner confirmed. Links that were mailed to the one before stop working.</summary>
internal sealed class EmailChanger(AuthDb db, ILookupNormalizer normalizer, AuditLog audit)
{
    public async Task<EmailChange> ChangeAsync(Account account, string email, byte[] tokenHash, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email);
        var stamp = Guid.CreateVersion7().ToString("N");
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await db.AccountTokens.Where(t => t.Hash == tokenHash).ExecuteDeleteAsync(cancellationToken) == 0) return EmailChange.TooLate;
            await db.AccountTokens.Where(t => t.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
            await db.Users.Where(u => u.Id == account.Id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(u => u.Email, email).SetProperty(u => u.NormalizedEmail, normalized).SetProperty(u => u.EmailConfirmed, true).SetProperty(u => u.ConcurrencyStamp, stamp),
                    cancellationToken);
            await audit.RecordAsync(
                db, AuditEntry.On(AuditActions.UserChanged, "user", account.Id, account.UserName) with { ActorId = account.Id, Before = new { account.Email }, After = new { Email = email } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return EmailChange.Done;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return EmailChange.Taken;
        }
    }
}
