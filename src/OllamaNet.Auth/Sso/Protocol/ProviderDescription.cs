using System.Text.Json;

namespace OllamaNet.Auth.Sso.Protocol;

/// <summary>What a provider says of itself (OpenID Connect Discovery).</summary>
/// <param name="SecretInBody">It takes the secret in the body of the request only.</param>
/// <param name="NamesIssuer">Its answers say who made them (RFC 9207).</param>
internal sealed record ProviderDescription(string Issuer, Uri Authorization, Uri Token, Uri? UserInfo, Uri Keys, bool SecretInBody, bool NamesIssuer)
{
    private const string Suffix = "/.well-known/openid-configuration";

    public static Uri AddressOf(string issuer) => new(issuer.TrimEnd('/') + Suffix);

    /// <returns>Null, with a reason, when it is no description of that issuer.</returns>
    public static (ProviderDescription? Description, string? Fault) Read(string issuer, JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object) return (null, "no-description");
        // Exactly as it was set up: else one provider could speak for another.
        if (Text(json, "issuer") != issuer) return (null, "other-issuer");
        if (Address(json, "authorization_endpoint") is not { } authorization || Address(json, "token_endpoint") is not { } token || Address(json, "jwks_uri") is not { } keys) return (null, "incomplete-description");
        var ways = Texts(json, "token_endpoint_auth_methods_supported");
        return (new(issuer, authorization, token, Address(json, "userinfo_endpoint"), keys,
            ways is not null && ways.Contains("client_secret_post", StringComparer.Ordinal) && !ways.Contains("client_secret_basic", StringComparer.Ordinal),
            json.TryGetProperty("authorization_response_iss_parameter_supported", out var names) && names.ValueKind is JsonValueKind.True), null);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static Uri? Address(JsonElement json, string name) => Uri.TryCreate(Text(json, name), UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address : null;

    private static string[]? Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray().Where(v => v.ValueKind is JsonValueKind.String).Select(v => v.GetString()!)] : null;
}
