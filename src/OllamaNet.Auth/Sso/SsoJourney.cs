using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Mail;
using OllamaNet.Auth.Sso.Protocol;

namespace OllamaNet.Auth.Sso;

/// <summary>The way to a provider and back: authorisation code with PKCE.</summary>
internal sealed class SsoJourney(AuthDb db, Providers providers, CodeExchange exchange, SsoAttempts attempts, IOptions<MailOptions> mail, TimeProvider time)
{
    public Task<SsoProvider?> FindAsync(Guid id, CancellationToken cancellationToken) => db.SsoProviders.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.Enabled, cancellationToken);

    /// <param name="user">Who links a login; null: somebody logs in.</param>
    /// <returns>Where the browser goes.</returns>
    /// <exception cref="SsoException">The provider cannot be used.</exception>
    public async Task<string> BeginAsync(HttpContext context, SsoProvider provider, Guid? user, string? next, CancellationToken cancellationToken)
    {
        var description = await providers.DescribeAsync(provider.Issuer, cancellationToken);
        var attempt = new SsoAttempt(
            provider.Id, provider.Issuer, user, SsoAttempts.NewSecret(), SsoAttempts.NewSecret(), RedirectAddress(context, provider.Id), OwnPath.Of(next), time.GetUtcNow() + SsoAttempts.Lifetime);
        var state = attempts.Keep(context, attempt);
        KeyValuePair<string, string?>[] query =
        [
            new("response_type", "code"),
            new("client_id", provider.ClientId),
            new("redirect_uri", attempt.Redirect),
            new("scope", provider.Scopes),
            new("state", state),
            new("nonce", attempt.Nonce),
            new("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier)))),
            new("code_challenge_method", "S256"),
        ];
        var address = description.Authorization.AbsoluteUri;
        var written = QueryString.Create(query).Value!;
        return address + (description.Authorization.Query.Length > 1 ? $"&{written[1..]}" : written);
    }

    /// <exception cref="SsoException">Nobody came back.</exception>
    public async Task<(SsoIdentity Identity, SsoAttempt Attempt)> EndAsync(HttpContext context, SsoReturn request, Guid? user, CancellationToken cancellationToken)
    {
        // The browser's own, for this provider, and for what it was begun for: logging in does not link, and linking does not log in.
        if (attempts.Take(context, request.State) is not { } attempt || attempt.Provider != request.Provider || attempt.User != user) throw SsoException.Expired("unknown-attempt");
        if (await SpendAsync(request.State, attempt.ExpiresAt, cancellationToken) is false) throw SsoException.Expired("used-attempt");
        if (await FindAsync(attempt.Provider, cancellationToken) is not { } provider || provider.Issuer != attempt.Issuer) throw SsoException.Expired("provider-gone");
        if (request.Error is not null || request.Code is null) throw new SsoException("denied", SsoProblems.Denied());

        var description = await providers.DescribeAsync(provider.Issuer, cancellationToken);
        if (request.Issuer is { } named ? named != provider.Issuer : description.NamesIssuer) throw SsoException.Refused("answer-of-another");
        return (await exchange.ExchangeAsync(provider, description, attempt, request.Code, cancellationToken), attempt);
    }

    /// <summary>Where the installation says it is reached; without that, where this request reached it.</summary>
    public string RedirectAddress(HttpContext context, Guid provider) =>
        $"{mail.Value.WebAddress?.ToString().TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}"}/api/v1/auth/sso/{provider}/callback";

    private async Task<bool> SpendAsync(string state, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"INSERT INTO auth.sso_spent_attempts (state_hash, expires_at) VALUES ({SsoAttempts.HashOf(state)}, {expiresAt}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
}

/// <summary>A page of this server, and of nobody else's.</summary>
internal static class OwnPath
{
    private const int Longest = 500;

    /// <returns>Null for whatever a browser might take for another place.</returns>
    public static string? Of(string? path) =>
        path is { Length: > 0 and <= Longest } && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl)
        && !path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase) ? path : null;
}
