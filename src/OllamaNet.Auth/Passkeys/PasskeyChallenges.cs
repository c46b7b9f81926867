using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Recovery;

namespace OllamaNet.Auth.Passkeys;

/// <summary>Challenges hold for five minutes, for one answer, from the browser that asked.</summary>
internal sealed class PasskeyChallenges(AuthDb db, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private const string Cookie = "ollamanet_passkey", Path = "/api/v1/auth";

    public async Task KeepAsync(HttpContext context, ChallengeUse use, Guid? userId, string? state, CancellationToken cancellationToken)
    {
        var (hash, token) = AccountToken.NewSecret();
        db.PasskeyChallenges.Add(new() { Hash = hash, Use = use, UserId = userId, State = state ?? "", ExpiresAt = time.GetUtcNow() + Lifetime });
        await db.SaveChangesAsync(cancellationToken);
        context.Response.Cookies.Append(Cookie, token, Options(context.Request, Lifetime));
        context.Response.Headers.CacheControl = "no-store";
    }

    /// <returns>Null when there is none for this, or it was answered before.</returns>
    public async Task<string?> TakeAsync(HttpContext context, ChallengeUse use, Guid? userId, CancellationToken cancellationToken)
    {
        if (context.Request.Cookies[Cookie] is not { } token || AccountToken.HashOf(token) is not { } hash) return null;
        context.Response.Cookies.Append(Cookie, "", Options(context.Request, TimeSpan.Zero));
        // Whatever is wrong with the answer: of many at once one finds the row.
        var taken = await db.PasskeyChallenges.FromSql($"DELETE FROM auth.passkey_challenges WHERE hash = {hash} RETURNING *").AsNoTracking().ToListAsync(cancellationToken);
        return taken is [var challenge] && challenge.Use == use && challenge.UserId == userId && challenge.ExpiresAt > time.GetUtcNow() ? challenge.State : null;
    }

    private static CookieOptions Options(HttpRequest request, TimeSpan age) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = age,
        Path = Path,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
    };
}
