using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace OllamaNet.Platform.Security;

/// <summary>Checks access tokens: one algorithm, one type, known keys; nothing of the payload is read before the signature holds.</summary>
internal sealed class TokenValidator(IOptions<SecurityOptions> options, TimeProvider time)
{
    private const int MaxLength = 8192;
    private const long SkewSeconds = 30;
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> LastCharacters = SearchValues.Create("AQgw");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <returns>Null for whatever is not a valid token.</returns>
    public AccessToken? Validate(string token, KeyRing ring)
    {
        if (token.Length > MaxLength) return null;
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : token.IndexOf('.', first + 1);
        if (second < 0) return null;

        var header = token.AsSpan(0, first);
        var payload = token.AsSpan(first + 1, second - first - 1);
        var signature = token.AsSpan(second + 1);
        // The last of 86 characters carries two bits; the decoder would overlook the other four.
        if (!LastCharacters.Contains(token[^1]) || header.ContainsAnyExcept(Alphabet) || payload.ContainsAnyExcept(Alphabet) || signature.ContainsAnyExcept(Alphabet) || signature.Length != 86) return null;

        try
        {
            Span<byte> signatureBytes = stackalloc byte[SigningKey.SignatureLength];
            return FindKey(Base64Url.DecodeFromChars(header), ring) is { } key
                && Base64Url.TryDecodeFromChars(signature, signatureBytes, out var written) && written == SigningKey.SignatureLength
                && key.Verify(Encoding.ASCII.GetBytes(token, 0, second), signatureBytes)
                    ? Read(Base64Url.DecodeFromChars(payload))
                    : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static SigningKey? FindKey(byte[] header, KeyRing ring)
    {
        using var json = JsonDocument.Parse(header, Strict);
        var root = json.RootElement;
        return root.ValueKind == JsonValueKind.Object && Text(root, "alg") == "ES256" && Text(root, "typ") == TokenIssuer.Type
            && !root.TryGetProperty("crit", out _) && Text(root, "kid") is { } id ? ring.Find(id) : null;
    }

    private AccessToken? Read(byte[] payload)
    {
        using var json = JsonDocument.Parse(payload, Strict);
        var claims = json.RootElement;
        if (claims.ValueKind != JsonValueKind.Object) return null;

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return Text(claims, "iss") == options.Value.Issuer && HasAudience(claims)
            && Seconds(claims, "exp") is { } expires && now < expires + SkewSeconds
            && Seconds(claims, "nbf") is { } notBefore && notBefore <= now + SkewSeconds
            && Guid.TryParseExact(Text(claims, "sub"), "D", out var user)
            && Guid.TryParseExact(Text(claims, "sid"), "D", out var session)
            && claims.TryGetProperty("ver", out var ver) && ver.ValueKind == JsonValueKind.Number && ver.TryGetInt32(out var version)
            && claims.TryGetProperty("roles", out var roles) && roles.ValueKind == JsonValueKind.Array
                ? new AccessToken(user, session, version, [.. roles.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.String).Select(r => r.GetString()!)])
                {
                    ProvenAt = Seconds(claims, "auth_time") is { } provenAt ? DateTimeOffset.FromUnixTimeSeconds(provenAt) : null,
                }
                : null;
    }

    private bool HasAudience(JsonElement claims) => claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
    {
        JsonValueKind.String => audience.ValueEquals(options.Value.Audience),
        JsonValueKind.Array => audience.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.String && a.ValueEquals(options.Value.Audience)),
        _ => false,
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Seconds(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < 1e11 ? (long)number : null;
}
