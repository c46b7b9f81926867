using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Sessions;

/// <summary>Ends sessions: their refresh tokens at once, their access tokens in every process within seconds and in this one at once.</summary>
internal sealed class SessionRevoker(AuthDb db, RefreshTokenKey key, Revocations revocations, AuditLog audit, TimeProvider time, ILogger<SessionRevoker> logger)
{
    public Task RevokeAsync(Guid sessionId, CancellationToken cancellationToken) => RevokeAsync(sessionId, AuditActions.Logout, cancellationToken);

    /// <param name="why">As it is recorded.</param>
    public async Task RevokeAsync(Guid sessionId, string why, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            var ended = await db.Database.SqlQuery<Guid>($"""UPDATE auth.sessions SET revoked_at = {now} WHERE id = {sessionId} AND revoked_at IS NULL RETURNING user_id AS "Value" """).ToListAsync(cancellationToken);
            var own = why == AuditActions.Logout;
            foreach (var user in ended) await audit.RecordAsync(db, AuditEntry.On(why, "user", user) with { ActorId = own ? user : null, Outcome = own ? AuditOutcome.Success : AuditOutcome.Failure, After = new { session = sessionId } }, cancellationToken);
            await db.RevokeAsync(RevocationKind.Session, sessionId, minimumVersion: null, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        logger.SessionEnded(sessionId);
    }

    /// <returns>False when the user has no such open session.</returns>
    public async Task<bool> RevokeAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!await db.Sessions.AnyAsync(s => s.Id == sessionId && s.UserId == userId && s.RevokedAt == null && s.ExpiresAt > now, cancellationToken)) return false;
        await RevokeAsync(sessionId, cancellationToken);
        return true;
    }

    public async Task RevokeOthersAsync(Guid userId, Guid kept, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await EndOthersAsync(userId, kept, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        logger.OtherSessionsEnded(userId, kept);
    }

    /// <summary>The same inside a transaction of the caller, who refreshes what this process knows after it.</summary>
    public async Task EndOthersAsync(Guid userId, Guid kept, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = await db.Database
            .SqlQuery<Guid>($"""UPDATE auth.sessions SET revoked_at = {now} WHERE user_id = {userId} AND id <> {kept} AND revoked_at IS NULL RETURNING id AS "Value" """)
            .ToListAsync(cancellationToken);
        await db.RevokeManyAsync(RevocationKind.Session, ended, cancellationToken);
        await audit.RecordAsync(db, AuditEntry.On(AuditActions.LogoutOthers, "user", userId) with { After = new { sessions = ended.Count } }, cancellationToken);
    }

    /// <returns>False when the token belongs to no session. One of a session that has ended is as good as any.</returns>
    public async Task<bool> RevokeAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == token.SessionId, cancellationToken);
        if (session is null || !token.LeadsTo(session.Generation, session.TokenHash, key.Value)) return false;
        if (session.RevokedAt is null) await RevokeAsync(session.Id, cancellationToken);
        return true;
    }

    public async Task RevokeAllAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await EndAllAsync(userId, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        logger.AllSessionsEnded(userId);
    }

    /// <summary>The same inside a transaction of the caller, who refreshes what this process knows after it.</summary>
    public async Task EndAllAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var versions = await db.Database
            .SqlQuery<int>($"""UPDATE auth.users SET security_version = security_version + 1 WHERE id = {userId} RETURNING security_version AS "Value" """)
            .ToListAsync(cancellationToken);
        await db.Sessions.Where(s => s.UserId == userId && s.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.RevokedAt, now), cancellationToken);
        foreach (var version in versions)
        {
            await db.StorePrincipalVersionAsync(userId, version, cancellationToken);
            await db.RevokeAsync(RevocationKind.User, userId, version, cancellationToken);
        }

        await audit.RecordAsync(db, AuditEntry.On(AuditActions.LogoutAll, "user", userId), cancellationToken);
    }
}
