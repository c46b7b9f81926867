using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OllamaNet.Platform.Security;

/// <summary>One P-256 key pair. <see cref="ECDsa"/> does not promise to be safe for concurrent use, hence the small pool.</summary>
internal sealed class SigningKey : IDisposable
{
    public const int SignatureLength = 64;
    private readonly ConcurrentBag<ECDsa> _pool = [];
    private readonly ECParameters _parameters;

    public SigningKey(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        if (key.KeySize != 256) throw new CryptographicException("A P-256 key is needed.");
        _parameters = key.ExportParameters(includePrivateParameters: true);
        _pool.Add(key);

        var (x, y) = (Base64Url.EncodeToString(_parameters.Q.X), Base64Url.EncodeToString(_parameters.Q.Y));
        // RFC 7638: the thumbprint is the key's id.
        Id = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        Public = new JsonWebKey("EC", "P-256", "sig", "ES256", Id, x, y);
    }

    public string Id { get; }

    public JsonWebKey Public { get; }

    public static byte[] Generate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        var key = Rent();
        if (!key.TrySignData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out _))
            throw new CryptographicException("Signing failed.");
        _pool.Add(key);
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var key = Rent();
        var valid = key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _pool.Add(key);
        return valid;
    }

    public void Dispose()
    {
        while (_pool.TryTake(out var key)) key.Dispose();
    }

    private ECDsa Rent() => _pool.TryTake(out var key) ? key : ECDsa.Create(_parameters);
}

/// <summary>A public key as RFC 7517 writes it.</summary>
public sealed record JsonWebKey(string Kty, string Crv, string Use, string Alg, string Kid, string X, string Y);

public sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey> Keys);
