using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Auth.Sso.Protocol;

/// <summary>
/// Checks ID tokens (OpenID Connect Core 3.1.3.7) more strictly than it asks: public-key algorithms alone, keys of the provider's own set alone, and nothing of the
/// payload is read before the signature holds.
/// </summary>
internal sealed class IdTokens(Providers providers, TimeProvider time)
{
    private const int MaxLength = 32 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60), Oldest = TimeSpan.FromHours(1);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <param name="accessToken">What came with it.</param>
    /// <returns>The claims.</returns>
    /// <exception cref="SsoException">It proves nothing.</exception>
    public async Task<IReadOnlyDictionary<string, JsonElement>> ReadAsync(
        string token, ProviderDescription provider, string clientId, string nonce, string? accessToken, CancellationToken cancellationToken)
    {
        try
        {
            var parts = token.Length <= MaxLength ? token.Split('.', 4) : [];
            if (parts.Length != 3 || !Array.TrueForAll(parts, p => p.Length > 0 && Base64Url.IsValid(p) && !p.AsSpan().ContainsAny("= \t\r\n"))) throw SsoException.Refused("no-token");

            var (algorithm, keyId) = ReadHeader(Base64Url.DecodeFromChars(parts[0]));
            if (await providers.FindKeyAsync(provider, keyId, algorithm, cancellationToken) is not { } key) throw SsoException.Refused("unknown-key");
            if (!key.Verify(algorithm, Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]), Base64Url.DecodeFromChars(parts[2]))) throw SsoException.Refused("wrong-signature");

            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]), Strict);
            if (payload.RootElement.ValueKind is not JsonValueKind.Object) throw SsoException.Refused("no-claims");
            var claims = payload.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone(), StringComparer.Ordinal);
            if (FaultOf(claims, provider.Issuer, clientId, nonce) is { } fault) throw SsoException.Refused(fault);
            if (claims.TryGetValue("at_hash", out var hash) && (accessToken is null || Text(hash) != HashOf(accessToken, algorithm))) throw SsoException.Refused("wrong-at-hash");
            return claims;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or CryptographicException or InvalidOperationException)
        {
            throw SsoException.Refused("broken-token");
        }
    }

    private static (string Algorithm, string? KeyId) ReadHeader(byte[] header)
    {
        using var json = JsonDocument.Parse(header, Strict);
        var root = json.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("alg", out var alg) || Text(alg) is not { } algorithm || !SignatureAlgorithms.All.Contains(algorithm, StringComparer.Ordinal)) throw SsoException.Refused("wrong-algorithm");
        // What must be understood is not; an encrypted token is no signed one.
        if (root.TryGetProperty("crit", out _) || root.TryGetProperty("enc", out _)) throw SsoException.Refused("wrong-header");
        return (algorithm, root.TryGetProperty("kid", out var kid) ? Text(kid) ?? throw SsoException.Refused("wrong-header") : null);
    }

    private string? FaultOf(Dictionary<string, JsonElement> claims, string issuer, string clientId, string nonce)
    {
        string? Named(string name) => claims.TryGetValue(name, out var value) ? Text(value) : null;
        var now = time.GetUtcNow();
        if (Named("iss") != issuer) return "other-issuer";
        if (!IsFor(claims, clientId)) return "other-audience";
        if (Moment(claims, "exp") is not { } expires || now >= expires + Skew) return "too-old";
        if (claims.ContainsKey("nbf") && !(Moment(claims, "nbf") <= now + Skew)) return "too-early";
        if (Moment(claims, "iat") is not { } issued || issued > now + Skew || issued < now - Oldest) return "wrong-time";
        if (Named("nonce") is not { } named || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(named), Encoding.UTF8.GetBytes(nonce))) return "wrong-nonce";
        return Named("sub") is { Length: > 0 and <= 255 } subject && !subject.Contains('\0', StringComparison.Ordinal) ? null : "no-subject";
    }

    /// <summary>For this client, and for nobody beside it unless it says that this client is whom it was made for.</summary>
    private static bool IsFor(Dictionary<string, JsonElement> claims, string clientId)
    {
        if (!claims.TryGetValue("aud", out var audience)) return false;
        var named = audience.ValueKind switch
        {
            JsonValueKind.String => audience.ValueEquals(clientId),
            JsonValueKind.Array => audience.EnumerateArray().Any(a => Text(a) == clientId),
            _ => false,
        };
        var several = audience.ValueKind is JsonValueKind.Array && audience.GetArrayLength() > 1;
        return named && (claims.TryGetValue("azp", out var party) ? Text(party) == clientId : !several);
    }

    private static string HashOf(string accessToken, string algorithm)
    {
        var hash = CryptographicOperations.HashData(SignatureAlgorithms.HashOf(algorithm), Encoding.ASCII.GetBytes(accessToken));
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }

    private static DateTimeOffset? Moment(Dictionary<string, JsonElement> claims, string name) =>
        claims.TryGetValue(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 1e11 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;

    private static string? Text(JsonElement element) => element.ValueKind is JsonValueKind.String ? element.GetString() : null;
}
