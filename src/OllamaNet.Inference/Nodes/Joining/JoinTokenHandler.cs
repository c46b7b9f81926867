using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Inference.Data;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Nodes.Joining;

/// <summary>Lets in who brings a join token, to announce a node and for nothing else.</summary>
internal sealed class JoinTokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, InferenceDb db, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "JoinToken";
    private const string Prefix = "Bearer ";
    private static readonly TimeSpan UseNotedEvery = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || !JoinTokenSecret.Looks(header[Prefix.Length..])) return AuthenticateResult.NoResult();

        var secret = header[Prefix.Length..];
        var prefix = JoinTokenSecret.PrefixOf(secret);
        var token = await db.JoinTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Prefix == prefix, Context.RequestAborted);
        var isRight = CryptographicOperations.FixedTimeEquals(token?.Hash ?? new byte[SHA256.HashSizeInBytes], JoinTokenSecret.Hash(secret));
        var now = time.GetUtcNow();
        if (token is null || !isRight || token.ExpiresAt <= now) return AuthenticateResult.Fail("The join token is not valid.");

        if (token.LastUsedAt is not { } used || now - used > UseNotedEvery)
            await db.JoinTokens.Where(t => t.Id == token.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now), Context.RequestAborted);
        Context.Items[typeof(JoinToken)] = token;
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Unauthorized("invalid-join-token", "Send a valid join token in the header 'Authorization: Bearer onj_…'. An administrator makes one.").ExecuteAsync(Context);
    }
}
