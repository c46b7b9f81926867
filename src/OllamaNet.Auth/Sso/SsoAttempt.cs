using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sso;

/// <summary>Somebody on the way to a provider and back.</summary>
/// <param name="User">Who links a login; null: somebody logs in.</param>
/// <param name="Verifier">Proves that whoever brings the code asked for it (RFC 7636).</param>
/// <param name="Nonce">What the token has to name.</param>
/// <param name="Redirect">Where the provider sends the browser back to.</param>
/// <param name="Next">The page that was wanted.</param>
internal sealed record SsoAttempt(Guid Provider, string Issuer, Guid? User, string Verifier, string Nonce, string Redirect, string? Next, DateTimeOffset ExpiresAt);

/// <summary>
/// Keeps attempts where they belong: sealed, in the browser that began them, for ten minutes, each in a cookie that no script reads and no other site sends. Whoever
/// brings the state that came back without that cookie is somebody else. What was brought back is remembered, so that it counts once.
/// </summary>
internal sealed class SsoAttempts(SecretProtector protector, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private const string Purpose = "sso-attempts", CookiePrefix = "ollamanet_sso_", Path = "/api/v1/auth/sso";
    private const int StateLength = 43, NameLength = 10;

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string state) => SHA256.HashData(Encoding.ASCII.GetBytes(state));

    /// <returns>The state.</returns>
    public string Keep(HttpContext context, SsoAttempt attempt)
    {
        var state = NewSecret();
        var value = Base64Url.EncodeToString(protector.Protect(Purpose, state, JsonSerializer.SerializeToUtf8Bytes(attempt)));
        context.Response.Cookies.Append(NameOf(state), value, Options(context.Request, Lifetime));
        return state;
    }

    /// <summary>The attempt of this browser with that state, which it loses. Null when there is none or it is too old.</summary>
    public SsoAttempt? Take(HttpContext context, string state)
    {
        if (state.Length != StateLength || !Base64Url.IsValid(state) || context.Request.Cookies[NameOf(state)] is not { Length: > 0 and < 4000 } cookie || !Base64Url.IsValid(cookie)) return null;
        context.Response.Cookies.Append(NameOf(state), "", Options(context.Request, TimeSpan.Zero));
        return protector.Unprotect(Purpose, state, Base64Url.DecodeFromChars(cookie)) is { } json && JsonSerializer.Deserialize<SsoAttempt>(json) is { } attempt && attempt.ExpiresAt > time.GetUtcNow() ? attempt : null;
    }

    private static string NameOf(string state) => CookiePrefix + state[..NameLength];

    // Strict is enough: the page that the provider leads to is ours, and what it fetches is not another site's.
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
