using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Sso.Protocol;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Sso.Links;

/// <summary>Links logins to an account, and takes them away again while another way in is left.</summary>
internal sealed class Linker(AuthDb db, AuditLog audit, TimeProvider time)
{
    /// <returns>The link; one that there was already counts.</returns>
    public async Task<(Guid? Link, ProblemHttpResult? Problem)> LinkAsync(Guid user, SsoIdentity identity, CancellationToken cancellationToken)
    {
        var known = await db.LinkedLogins.Where(l => l.Issuer == identity.Issuer && l.Subject == identity.Subject).Select(l => new { l.Id, l.UserId }).SingleOrDefaultAsync(cancellationToken);
        if (known is not null) return known.UserId == user ? (known.Id, null) : (null, await RefuseAsync(user, identity, cancellationToken));
        if (await db.LinkedLogins.CountAsync(l => l.UserId == user, cancellationToken) >= LinkedLogin.MostPerUser) return (null, SsoProblems.TooManyLinks());

        var link = SsoAccounts.LinkOf(user, identity, time.GetUtcNow());
        db.LinkedLogins.Add(link);
        try
        {
            await audit.RecordAsync(db, db.SaveChangesAsync, AuditEntry.On(AuditActions.LoginLinked, "user", user) with { After = new { provider = identity.Provider.Name, link.Label } }, cancellationToken);
            return (link.Id, null);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return (null, await RefuseAsync(user, identity, cancellationToken));
        }
    }

    public async Task<ProblemHttpResult?> UnlinkAsync(Guid user, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two that are removed at once would both find the other.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM auth.users WHERE id = {user} FOR UPDATE", cancellationToken);
        if (await db.LinkedLogins.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.UserId == user, cancellationToken) is not { } link) return Problems.NotFound("linked login");
        if (!await db.Users.AnyAsync(u => u.Id == user && (u.PasswordHash != null || db.Passkeys.Any(p => p.UserId == user) || db.LinkedLogins.Any(l => l.UserId == user && l.Id != id)), cancellationToken)) return LoginProblems.LastWayIn();

        await db.LinkedLogins.Where(l => l.Id == id).ExecuteDeleteAsync(cancellationToken);
        await audit.RecordAsync(db, AuditEntry.On(AuditActions.LoginUnlinked, "user", user) with { Before = new { link.Issuer, link.Label } }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private async Task<ProblemHttpResult> RefuseAsync(Guid user, SsoIdentity identity, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(AuditEntry.On(AuditActions.LoginLinked, "user", user) with { Outcome = AuditOutcome.Failure, After = new { reason = "linked-elsewhere", provider = identity.Provider.Name } }, cancellationToken);
        return SsoProblems.LinkedElsewhere();
    }
}
