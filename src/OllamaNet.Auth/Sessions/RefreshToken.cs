using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace OllamaNet.Auth.Sessions;

/// <summary>
/// An opaque secret of 256 bits with the place it belongs to: which session, how many exchanges in. A successor follows from its predecessor and a key that
/// only the server has, so the same predecessor always leads to the same successor, and a token of long ago can be told from an invented one, though only one hash is stored.
/// </summary>
internal sealed record RefreshToken(Guid SessionId, int Generation, byte[] Secret)
{
    private const string Prefix = "onr_";
    private const int SecretLength = 32, Length = 16 + sizeof(int) + SecretLength;

    public static RefreshToken First(Guid sessionId) => new(sessionId, 0, RandomNumberGenerator.GetBytes(SecretLength));

    public static RefreshToken? Parse(string? text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text is null || text.Length != Prefix.Length + Base64Url.GetEncodedLength(Length) || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        if (!Base64Url.IsValid(text.AsSpan(Prefix.Length)) || !Base64Url.TryDecodeFromChars(text.AsSpan(Prefix.Length), bytes, out var written) || written != Length) return null;

        var generation = BinaryPrimitives.ReadInt32BigEndian(bytes[16..]);
        var token = new RefreshToken(new Guid(bytes[..16], bigEndian: true), generation, bytes[20..].ToArray());
        // One token has one spelling: the decoder overlooks the bits that mean nothing.
        return generation >= 0 && token.ToString() == text ? token : null;
    }

    public byte[] Hash() => SHA256.HashData(Secret);

    public RefreshToken Next(byte[] key)
    {
        Span<byte> input = stackalloc byte[Length];
        var next = this with { Generation = Generation + 1 };
        next.Write(input);
        return next with { Secret = HMACSHA256.HashData(key, input) };
    }

    /// <summary>Whether this token, exchanged often enough, becomes the one of that generation with that hash.</summary>
    public bool LeadsTo(int generation, byte[] hash, byte[] key)
    {
        var token = this;
        while (token.Generation < generation) token = token.Next(key);
        return token.Generation == generation && CryptographicOperations.FixedTimeEquals(token.Hash(), hash);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    private void Write(Span<byte> destination)
    {
        SessionId.TryWriteBytes(destination, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(destination[16..], Generation);
        Secret.CopyTo(destination[20..]);
    }
}
