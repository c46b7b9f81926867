using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sessions;

/// <summary>
/// Exchanges a refresh token. The predecessor may come again for a short while, from a second tab or after a lost reply, and gets the same successor;
/// after that whoever brings it, the owner or a thief, ends the session for both.
/// </summary>
internal sealed class SessionRefresher(
    AuthDb db, RefreshTokenKey key, SessionRevoker revoker, TimeProvider time, IOptions<AuthOptions> options, ILogger<SessionRefresher> logger)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <returns>Null when the token is worth nothing.</returns>
    public async Task<Refreshed?> RefreshAsync(RefreshToken token, Visitor visitor, CancellationToken cancellationToken)
    {
        // Another request may exchange the same token between the reading and the writing; then this one finds itself the predecessor.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var now = time.GetUtcNow();
            var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == token.SessionId, cancellationToken);
            if (session is null || session.ExpiresAt <= now || token.Generation > session.Generation) return null;
            if (!token.LeadsTo(session.Generation, session.TokenHash, key.Value)) return null;
            if (session.RevokedAt is not null) return null;

            if (token.Generation == session.Generation)
            {
                if (await RotateAsync(session, token.Next(key.Value), visitor, now, cancellationToken) is { } expiresAt)
                    return await AnswerAsync(session, token.Next(key.Value), expiresAt, cancellationToken);
            }
            else if (token.Generation == session.Generation - 1 && now - session.RotatedAt <= Grace)
            {
                return await AnswerAsync(session, token.Next(key.Value), session.ExpiresAt, cancellationToken);
            }
            else
            {
                logger.RefreshTokenReused(session.UserId, session.Id, session.Generation - token.Generation);
                await revoker.RevokeAsync(session.Id, AuditActions.TokenReused, cancellationToken);
                return null;
            }
        }

        return null;
    }

    private async Task<DateTimeOffset?> RotateAsync(Session session, RefreshToken next, Visitor visitor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expiresAt = Session.ExpiryAt(now, session.CreatedAt, options.Value);
        var hash = next.Hash();
        var rotated = await db.Sessions
            .Where(s => s.Id == session.Id && s.Generation == session.Generation && s.RevokedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Generation, next.Generation).SetProperty(s => s.TokenHash, hash)
                    .SetProperty(s => s.RotatedAt, now).SetProperty(s => s.ExpiresAt, expiresAt).SetProperty(s => s.Address, visitor.Address),
                cancellationToken);
        return rotated == 1 ? expiresAt : null;
    }

    // Account and session in one look: the version of an account that logged out everywhere meanwhile would make this token outlive that.
    private async Task<Refreshed?> AnswerAsync(Session session, RefreshToken token, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await db.FindAccountAsync(u => u.Id == session.UserId && db.Sessions.Any(s => s.Id == session.Id && s.RevokedAt == null), cancellationToken) is { IsOpen: true } account ? new Refreshed(account, token, session.ProvenAt, expiresAt) : null;
}

internal sealed record Refreshed(Account Account, RefreshToken Token, DateTimeOffset ProvenAt, DateTimeOffset ExpiresAt);

/// <summary>What successors of refresh tokens are derived with.</summary>
internal sealed class RefreshTokenKey(MasterKey masterKey)
{
    public byte[] Value { get; } = masterKey.Derive("refresh-tokens");
}
