using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Sessions;

/// <summary>The answer to whoever proved who they are.</summary>
internal sealed class SignIn(AuthDb db, TokenIssuer issuer, AccessBook access, AuditLog audit, TimeProvider time, IOptions<AuthOptions> options)
{
    /// <summary>Begins a session.</summary>
    /// <param name="provider">Who said who it is, as it is recorded; null: this server.</param>
    /// <param name="by">What proved it, as it is recorded; null: the password.</param>
    /// <returns>Null when the account's secrets were changed while they were checked: what was proven proves nothing any more.</returns>
    public async Task<SignedIn?> StartAsync(HttpContext context, Account account, SessionMode mode, CancellationToken cancellationToken, string? provider = null, string? by = null)
    {
        var (session, token) = Session.Start(account.Id, Visitor.Of(context), time.GetUtcNow(), options.Value);
        // A change of the password ends the sessions that it finds, and holds the user's row meanwhile: this one must not slip in after it.
        var begun = await audit.RecordAsync(db, stop => db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO auth.sessions (id, user_id, created_at, proven_at, generation, token_hash, rotated_at, expires_at, device, address)
            SELECT {session.Id}, id, {session.CreatedAt}, {session.ProvenAt}, {session.Generation}, {session.TokenHash}, {session.RotatedAt}, {session.ExpiresAt}, {session.Device}, {session.Address}
            FROM auth.users WHERE id = {account.Id} AND security_stamp IS NOT DISTINCT FROM {account.SecurityStamp} AND disabled_at IS NULL AND purge_at IS NULL AND approval_asked_at IS NULL AND temporary_until IS NULL FOR SHARE
            """,
            stop), AuditEntry.On(AuditActions.Login, "user", account.Id, account.UserName) with { ActorId = account.Id, After = new { session = session.Id, provider, by } }, cancellationToken);
        return begun == 1 ? await AnswerAsync(context, account, token, session.ProvenAt, session.ExpiresAt, mode, cancellationToken) : null;
    }

    /// <summary>The owner of a session that goes on proved again who they are.</summary>
    /// <param name="means">By what, as it is recorded.</param>
    /// <returns>Null when the session ended, or the account's secrets were changed meanwhile.</returns>
    public async Task<FreshlyProven?> RenewAsync(Account account, Guid sessionId, string means, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var renewed = await audit.RecordAsync(db, stop => db.Sessions
            .Where(s => s.Id == sessionId && s.UserId == account.Id && s.RevokedAt == null && db.Users.Any(u => u.Id == account.Id && u.SecurityStamp == account.SecurityStamp))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.ProvenAt, now), stop), AuditEntry.On(AuditActions.ProvenAgain, "user", account.Id, account.UserName) with { After = new { session = sessionId, by = means } }, cancellationToken);
        return renewed == 1 ? new(await issuer.IssueAsync(account.ToAccessToken(sessionId, now), cancellationToken), "Bearer", (int)issuer.Lifetime.TotalSeconds) : null;
    }

    public async Task<SignedIn> AnswerAsync(
        HttpContext context, Account account, RefreshToken token, DateTimeOffset provenAt, DateTimeOffset expiresAt, SessionMode mode, CancellationToken cancellationToken)
    {
        var accessToken = await issuer.IssueAsync(account.ToAccessToken(token.SessionId, provenAt), cancellationToken);
        if (mode == SessionMode.Cookie) RefreshCookie.Write(context, token, expiresAt, time.GetUtcNow());
        context.Response.Headers.CacheControl = "no-store";
        return new SignedIn(account.ToResponse(access), accessToken, "Bearer", (int)issuer.Lifetime.TotalSeconds, mode == SessionMode.Cookie ? null : token.ToString());
    }
}
