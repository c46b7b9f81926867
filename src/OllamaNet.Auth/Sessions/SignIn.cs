using Microsoft.AspNetCore.Http;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sessions;

/// <summary>The answer to whoever proved who they are.</summary>
internal sealed class SignIn(TokenIssuer issuer, TimeProvider time)
{
    public async Task<SignedIn> AnswerAsync(
        HttpContext context, Account account, RefreshToken token, DateTimeOffset expiresAt, SessionMode mode, CancellationToken cancellationToken)
    {
        var accessToken = await issuer.IssueAsync(account.ToAccessToken(token.SessionId), cancellationToken);
        if (mode == SessionMode.Cookie) RefreshCookie.Write(context, token, expiresAt, time.GetUtcNow());
        context.Response.Headers.CacheControl = "no-store";
        return new SignedIn(account.ToResponse(), accessToken, "Bearer", (int)issuer.Lifetime.TotalSeconds, mode == SessionMode.Cookie ? null : token.ToString());
    }
}
