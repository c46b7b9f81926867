using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sso.Protocol;

/// <summary>Exchanges the code that the browser brought back for what it stands for, and asks for what the token left out.</summary>
internal sealed class CodeExchange(GuardedHttp http, IdTokens tokens, SecretProtector protector)
{
    private const int MostBytes = 256 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <exception cref="SsoException">There is nobody to be had for it.</exception>
    public async Task<SsoIdentity> ExchangeAsync(SsoProvider provider, ProviderDescription description, SsoAttempt attempt, string code, CancellationToken cancellationToken)
    {
        var answer = await AskForTokensAsync(provider, description, attempt, code, cancellationToken);
        if (Text(answer, "id_token") is not { } token) throw SsoException.Refused("no-token");
        var accessToken = Text(answer, "access_token");
        var claims = await tokens.ReadAsync(token, description, provider.ClientId, attempt.Nonce, accessToken, cancellationToken);
        var identity = new SsoIdentity(provider, description.Issuer, claims["sub"].GetString()!, claims);
        return accessToken is not null && IsIncomplete(identity) ? await CompleteAsync(identity, description, accessToken, cancellationToken) : identity;
    }

    private static bool IsIncomplete(SsoIdentity identity) =>
        identity.Email is null || identity.Provider.Rules.Any(r => !identity.Claims.ContainsKey(r.Claim) && !identity.Claims.ContainsKey(r.Claim.Split('.')[0]));

    private async Task<JsonElement> AskForTokensAsync(SsoProvider provider, ProviderDescription description, SsoAttempt attempt, string code, CancellationToken cancellationToken)
    {
        Dictionary<string, string> form = new(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = attempt.Redirect,
            ["code_verifier"] = attempt.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, description.Token) { Headers = { Accept = { new("application/json") } } };
        var secret = provider.ReadSecret(protector);
        if (secret is not null && !description.SecretInBody)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebUtility.UrlEncode(provider.ClientId)}:{WebUtility.UrlEncode(secret)}")));
        }
        else
        {
            form["client_id"] = provider.ClientId;
            if (secret is not null) form["client_secret"] = secret;
        }

        request.Content = new FormUrlEncodedContent(form);
        var (status, json) = await SendAsync(request, cancellationToken);
        if (status is HttpStatusCode.OK) return json;
        // 'invalid_grant' is the browser's fault, all else is the set-up's or the provider's.
        throw Text(json, "error") == "invalid_grant" ? SsoException.Refused("code-refused") : SsoException.Unavailable($"token-status-{(int)status}");
    }

    /// <summary>Adds what the token does not say. What it says counts, and it has to be about the same person.</summary>
    private async Task<SsoIdentity> CompleteAsync(SsoIdentity identity, ProviderDescription description, string accessToken, CancellationToken cancellationToken)
    {
        if (description.UserInfo is not { } address || !http.MayCall(address)) return identity;
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Accept = { new("application/json") }, Authorization = new("Bearer", accessToken) } };
        var (status, json) = await SendAsync(request, cancellationToken);
        if (status is not HttpStatusCode.OK || json.ValueKind is not JsonValueKind.Object) return identity;
        if (Text(json, "sub") != identity.Subject) throw SsoException.Refused("other-subject");

        Dictionary<string, JsonElement> all = new(identity.Claims, StringComparer.Ordinal);
        // Who says the address says whether it was proven: one alone must not vouch for the other's.
        var addressIsTokens = all.ContainsKey("email");
        foreach (var claim in json.EnumerateObject())
            if (claim.Name is not ("email" or "email_verified") || !addressIsTokens) all[claim.Name] = identity.Claims.TryGetValue(claim.Name, out var own) && claim.Name is not "email_verified" ? own : claim.Value;
        if (!addressIsTokens && !json.TryGetProperty("email_verified", out _)) all.Remove("email_verified");
        return identity with { Claims = all };
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await http.SendAsync(request, MostBytes, cancellationToken);
            using var json = JsonDocument.Parse(answer.Body, Strict);
            return (answer.Status, json.RootElement.Clone());
        }
        catch (HttpRequestException)
        {
            throw SsoException.Unavailable("unreachable");
        }
        catch (JsonException)
        {
            throw SsoException.Unavailable("no-json");
        }
    }

    private static string? Text(JsonElement json, string name) => json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
