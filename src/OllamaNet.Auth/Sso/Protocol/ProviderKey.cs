using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace OllamaNet.Auth.Sso.Protocol;

/// <summary>A public key of a provider (RFC 7517). Keys that are no public keys for signatures are none: a shared secret in the set would let everybody sign.</summary>
internal sealed class ProviderKey
{
    private const int MostKeys = 50, LeastRsaBits = 2048, MostRsaBits = 8192;
    private readonly string? _algorithm;
    private readonly RSAParameters? _rsa;
    private readonly (ECParameters Parameters, string Algorithm)? _ec;

    private ProviderKey(string? id, string? algorithm, RSAParameters? rsa, (ECParameters Parameters, string Algorithm)? ec) => (Id, _algorithm, _rsa, _ec) = (id, algorithm, rsa, ec);

    public string? Id { get; }

    public static IReadOnlyList<ProviderKey> ReadSet(JsonElement set) =>
        set.ValueKind is JsonValueKind.Object && set.TryGetProperty("keys", out var keys) && keys.ValueKind is JsonValueKind.Array ? [.. keys.EnumerateArray().Take(MostKeys).Select(Read).OfType<ProviderKey>()] : [];

    public bool Fits(string algorithm) => (_algorithm is null || _algorithm == algorithm) && (_ec is { } ec ? ec.Algorithm == algorithm : algorithm.StartsWith("RS", StringComparison.Ordinal) || algorithm.StartsWith("PS", StringComparison.Ordinal));

    /// <param name="algorithm">One of <see cref="SignatureAlgorithms.All"/> that fits.</param>
    public bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var hash = SignatureAlgorithms.HashOf(algorithm);
        if (_ec is { } ec)
        {
            using var ecdsa = ECDsa.Create(ec.Parameters);
            return ecdsa.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var rsa = RSA.Create(_rsa!.Value);
        return rsa.VerifyData(data, signature, hash, algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    private static ProviderKey? Read(JsonElement key)
    {
        if (key.ValueKind is not JsonValueKind.Object || Text(key, "use") is not (null or "sig")) return null;
        try
        {
            return Text(key, "kty") switch
            {
                "RSA" when Bytes(key, "n") is { } n && Bytes(key, "e") is { } e && n.AsSpan().TrimStart((byte)0).Length * 8 is >= LeastRsaBits and <= MostRsaBits =>
                    Usable(new(Text(key, "kid"), Text(key, "alg"), new RSAParameters { Modulus = n, Exponent = e }, ec: null)),
                "EC" when CurveOf(Text(key, "crv")) is var (curve, algorithm) && Bytes(key, "x") is { } x && Bytes(key, "y") is { } y =>
                    Usable(new(Text(key, "kid"), Text(key, "alg"), rsa: null, (new ECParameters { Curve = curve, Q = new() { X = x, Y = y } }, algorithm))),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    // What cannot be imported is found out here, not at somebody's login.
    private static ProviderKey Usable(ProviderKey key)
    {
        using AsymmetricAlgorithm imported = key._ec is { } ec ? ECDsa.Create(ec.Parameters) : RSA.Create(key._rsa!.Value);
        return key;
    }

    private static (ECCurve, string)? CurveOf(string? name) => name switch
    {
        "P-256" => (ECCurve.NamedCurves.nistP256, "ES256"),
        "P-384" => (ECCurve.NamedCurves.nistP384, "ES384"),
        "P-521" => (ECCurve.NamedCurves.nistP521, "ES512"),
        _ => null,
    };

    private static byte[]? Bytes(JsonElement key, string name) => Text(key, name) is { } text ? Base64Url.DecodeFromChars(text) : null;

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What tokens may be signed with: public keys only. <c>none</c> proves nothing, and HMAC is a secret that both sides have.</summary>
internal static class SignatureAlgorithms
{
    public static IReadOnlyList<string> All { get; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static HashAlgorithmName HashOf(string algorithm) => algorithm[2..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };
}
