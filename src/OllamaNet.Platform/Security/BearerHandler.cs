using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security.Access;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Platform.Security;

/// <summary>Signs in whoever brings a valid access token or API key, in either header; says what is wrong as problem details.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    TokenValidator validator, SigningKeys keys, Revocations revocations, ApiKeys apiKeys, AccessBook access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly AuthenticateResult Invalid = AuthenticateResult.Fail("The access token is not valid."),
        InvalidKey = AuthenticateResult.Fail("The API key is not valid."), Ambiguous = AuthenticateResult.Fail("Two different credentials.");
    private bool _unavailable;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (credential, ambiguous) = Credential.Of(Request.Headers);
        if (ambiguous) return Ambiguous;
        if (credential is null) return AuthenticateResult.NoResult();

        // Where everybody may go a key is nobody: it opens no session, and there is none to end.
        var isKey = ApiKeyToken.IsKey(credential);
        if (isKey && Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return AuthenticateResult.NoResult();

        if (!await IsReadyAsync())
        {
            _unavailable = true;
            return AuthenticateResult.Fail("Revocations are not known.");
        }

        return isKey ? await KeyAsync(credential) : await TokenAsync(credential);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => _unavailable
        ? Problems.Unavailable("database-unavailable", "The database cannot be reached. Nothing was lost; try again in a few seconds.").ExecuteAsync(Context)
        : ChallengeAsync();

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Forbidden("forbidden", "Your account may not do this. Ask an administrator.").ExecuteAsync(Context);

    private async ValueTask<AuthenticateResult> TokenAsync(string credential)
    {
        if (validator.Validate(credential, await keys.GetAsync(Context.RequestAborted)) is not { } token) return Invalid;
        if (revocations.IsRevoked(token.UserId, token.SessionId, token.Version)) return Invalid;
        return AuthenticateResult.Success(new AuthenticationTicket(Principal(token), Scheme.Name));
    }

    private async ValueTask<AuthenticateResult> KeyAsync(string credential)
    {
        try
        {
            return await apiKeys.FindAsync(credential, Context.RequestAborted) is { } key ? key.Success : InvalidKey;
        }
        catch (Exception exception) when (!Context.RequestAborted.IsCancellationRequested)
        {
            Logger.KeysUnreadable(exception.GetType().Name);
            _unavailable = true;
            return AuthenticateResult.Fail("Keys cannot be read.");
        }
    }

    private UserPrincipal Principal(AccessToken token)
    {
        var identity = new ClaimsIdentity(SchemeName, "sub", "roles");
        identity.AddClaim(new Claim("sub", token.UserId.ToString()));
        identity.AddClaim(new Claim("sid", token.SessionId.ToString()));
        identity.AddClaim(new Claim("ver", token.Version.ToString(CultureInfo.InvariantCulture)));
        foreach (var role in token.Roles) identity.AddClaim(new Claim("roles", role));
        var user = new CurrentUser(token.UserId, token.SessionId, token.Roles.Contains(Roles.Admin, StringComparer.Ordinal)) { Version = token.Version, Roles = token.Roles, ProvenAt = token.ProvenAt, Access = access };
        return new UserPrincipal(user, identity);
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
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        Response.Headers.WWWAuthenticate = failure is not null ? "Bearer error=\"invalid_token\"" : "Bearer";
        var problem = failure is null ? Problems.Unauthorized("not-signed-in", "Sign in, then send the access token or an API key in the header 'Authorization: Bearer …'.")
            : failure == InvalidKey.Failure ? Problems.Unauthorized("invalid-api-key", "The API key is not valid or no longer. Make another one in the settings.")
            : failure == Ambiguous.Failure ? Problems.Unauthorized("ambiguous-credentials", "The headers 'Authorization' and 'x-api-key' say different things. Send one of them.")
            : Problems.Unauthorized("invalid-token", "The access token is not valid or no longer. Refresh it, or sign in again.");
        await problem.ExecuteAsync(Context);
    }
}
