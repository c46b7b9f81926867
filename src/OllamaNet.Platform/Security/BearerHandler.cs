using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;

namespace OllamaNet.Platform.Security;

/// <summary>Signs in whoever brings a valid access token; says what is wrong as problem details.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    TokenValidator validator, SigningKeys keys, Revocations revocations)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = "Bearer ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly AuthenticateResult Invalid = AuthenticateResult.Fail("The access token is not valid.");
    private bool _unavailable;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();

        if (!await IsReadyAsync())
        {
            _unavailable = true;
            return AuthenticateResult.Fail("Revocations are not known.");
        }

        if (validator.Validate(header[Prefix.Length..], await keys.GetAsync(Context.RequestAborted)) is not { } token) return Invalid;
        if (revocations.IsRevoked(token.UserId, token.SessionId, token.Version)) return Invalid;
        return AuthenticateResult.Success(new AuthenticationTicket(Principal(token), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => _unavailable
        ? Problems.Unavailable("database-unavailable", "The database cannot be reached. Nothing was lost; try again in a few seconds.").ExecuteAsync(Context)
        : ChallengeAsync();

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Forbidden("forbidden", "Your account may not do this. Ask an administrator.").ExecuteAsync(Context);

    private static ClaimsPrincipal Principal(AccessToken token)
    {
        var identity = new ClaimsIdentity(SchemeName, "sub", "roles");
        identity.AddClaim(new Claim("sub", token.UserId.ToString()));
        identity.AddClaim(new Claim("sid", token.SessionId.ToString()));
        identity.AddClaim(new Claim("ver", token.Version.ToString(CultureInfo.InvariantCulture)));
        foreach (var role in token.Roles) identity.AddClaim(new Claim("roles", role));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The first request may come before the first reading, and a process that slept is behind: one try, then refuse.</summary>
    private async ValueTask<bool> IsReadyAsync()
    {
        if (revocations.IsFresh) return true;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            await keys.GetAsync(patience.Token);
            if (!revocations.IsFresh) await revocations.RefreshAsync(patience.Token);
            return true;
        }
        catch (Exception exception) when (!Context.RequestAborted.IsCancellationRequested)
        {
            Logger.RevocationsStale(exception.GetType().Name);
            return false;
        }
    }

    private async Task ChallengeAsync()
    {
        var failed = (await HandleAuthenticateOnceSafeAsync()).Failure is not null;
        Response.Headers.WWWAuthenticate = failed ? "Bearer error=\"invalid_token\"" : "Bearer";
        await (failed
            ? Problems.Unauthorized("invalid-token", "The access token is not valid or no longer. Refresh it, or sign in again.")
            : Problems.Unauthorized("not-signed-in", "Sign in, then send the access token in the header 'Authorization: Bearer …'.")).ExecuteAsync(Context);
    }
}
