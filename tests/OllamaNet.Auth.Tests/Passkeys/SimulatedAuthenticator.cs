using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Auth.Tests.Passkeys;

/// <summary>A simulator of a device that keeps a passkey and of the browser before it: one ES256 key, in software, with every field open to a forger.</summary>
internal sealed class SimulatedAuthenticator : IDisposable
{
    private const byte Present = 1, Verified = 4, Attested = 64;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Told to the server with the next use.</summary>
    public uint Counter { get; set; }

    public string UserHandle { get; set; } = "";

    public bool VerifiesUser { get; set; } = true;

    /// <param name="origin">Of the page that asks.</param>
    public object Create(JsonElement options, string origin, string? rpId = null)
    {
        UserHandle = options.Text("user", "id");
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. q.X!, 0x22, 0x58, 0x20, .. q.Y!];
        byte[] credential = [.. new byte[16], .. BigEndian((ushort)CredentialId.Length), .. CredentialId, .. cose];
        byte[] data = [.. Data(rpId ?? options.Text("rp", "id"), Attested), .. credential];
        byte[] attestation = [0xA3, .. Name("fmt"), .. Name("none"), .. Name("attStmt"), 0xA0, .. Name("authData"), 0x59, .. BigEndian((ushort)data.Length), .. data];
        return Credential(new { clientDataJSON = Client("webauthn.create", options, origin), attestationObject = Base64Url.EncodeToString(attestation), transports = new[] { "internal" } });
    }

    public object Get(JsonElement options, string origin, string? rpId = null)
    {
        var client = Client("webauthn.get", options, origin);
        var data = Data(rpId ?? options.Text("rpId"), 0);
        var signature = key.SignData([.. data, .. SHA256.HashData(Base64Url.DecodeFromChars(client))], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new { clientDataJSON = client, authenticatorData = Base64Url.EncodeToString(data), signature = Base64Url.EncodeToString(signature), userHandle = UserHandle });
    }

    public void Dispose() => key.Dispose();

    private object Credential(object response)
    {
        var id = Base64Url.EncodeToString(CredentialId);
        return new { id, rawId = id, type = "public-key", authenticatorAttachment = "platform", clientExtensionResults = new { }, response };
    }

    private byte[] Data(string rpId, byte flags)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(rpId)), (byte)(Present | (VerifiesUser ? Verified : 0) | flags), .. counter];
    }

    private static string Client(string type, JsonElement options, string origin) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = options.Text("challenge"), origin, crossOrigin = false }));

    private static byte[] Name(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] BigEndian(ushort number) => [(byte)(number >> 8), (byte)number];
}
