using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OllamaNet.Platform.Security;

/// <summary>Encrypts what is stored and must be read again: AES-256-GCM under a key of its own for each purpose.</summary>
public sealed class SecretProtector(MasterKey masterKey)
{
    private const byte Version = 1;
    private const int NonceLength = 12, TagLength = 16, Overhead = 1 + NonceLength + TagLength;
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <param name="context">What the secret belongs to, such as a row's id: a secret moved to another row does not decrypt.</param>
    public byte[] Protect(string purpose, string context, ReadOnlySpan<byte> secret)
    {
        var sealedSecret = new byte[Overhead + secret.Length];
        sealedSecret[0] = Version;
        var nonce = sealedSecret.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(purpose), TagLength);
        aes.Encrypt(nonce, secret, sealedSecret.AsSpan(Overhead), sealedSecret.AsSpan(1 + NonceLength, TagLength), Encoding.UTF8.GetBytes(context));
        return sealedSecret;
    }

    /// <returns>Null when it was changed, belongs elsewhere or was made under another master key.</returns>
    public byte[]? Unprotect(string purpose, string context, ReadOnlySpan<byte> sealedSecret)
    {
        if (sealedSecret.Length < Overhead || sealedSecret[0] != Version) return null;

        var secret = new byte[sealedSecret.Length - Overhead];
        using var aes = new AesGcm(Key(purpose), TagLength);
        try
        {
            aes.Decrypt(sealedSecret.Slice(1, NonceLength), sealedSecret[Overhead..], sealedSecret.Slice(1 + NonceLength, TagLength), secret, Encoding.UTF8.GetBytes(context));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private byte[] Key(string purpose) => _keys.GetOrAdd(purpose, static (name, master) => master.Derive($"secrets/{name}"), masterKey);
}
