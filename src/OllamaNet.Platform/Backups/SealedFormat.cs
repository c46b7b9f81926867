using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OllamaNet.Platform.Backups;

/// <summary>
/// A file under a passphrase: a header, then chunks of AES-256-GCM. Each chunk's nonce holds its place and whether it is the last, and each is bound to the header, so none can be
/// changed, moved, left out or added (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
/// </summary>
internal sealed class SealedFormat : IDisposable
{
    public const int ChunkLength = 1 << 16, TagLength = 16;
    private const int SaltLength = 16, PrefixLength = 7, NonceLength = 12, KeyLength = 32;

    /// <summary>OWASP's number for PBKDF2 with HMAC-SHA512 is 210,000; a backup lies about for longer than a login takes.</summary>
    private const int Rounds = 600_000, MostRounds = 10_000_000;

    private readonly AesGcm _aes;
    private readonly byte[] _nonce = new byte[NonceLength];
    private uint _chunks;

    private SealedFormat(byte[] header, string passphrase)
    {
        Header = header;
        var salt = header.AsSpan(Magic.Length + sizeof(int), SaltLength);
        _aes = new(Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, RoundsOf(header), HashAlgorithmName.SHA512, KeyLength), TagLength);
        header.AsSpan(^PrefixLength..).CopyTo(_nonce);
    }

    public static int HeaderLength => Magic.Length + sizeof(int) + SaltLength + PrefixLength;

    public byte[] Header { get; }

    private static ReadOnlySpan<byte> Magic => "OLLAMANET BACKUP 1\n"u8;

    public static SealedFormat Begin(string passphrase)
    {
        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(Magic.Length), Rounds);
        RandomNumberGenerator.Fill(header.AsSpan(Magic.Length + sizeof(int)));
        return new(header, passphrase);
    }

    /// <exception cref="BackupException">This is no header of a backup.</exception>
    public static SealedFormat Read(byte[] header, string passphrase)
    {
        if (!header.AsSpan().StartsWith(Magic)) throw new BackupException("This is no backup of OllamaNet, or one of a version that this program does not know.");
        if (RoundsOf(header) is < 1 or > MostRounds) throw new BackupException("The backup is damaged: its beginning was changed.");
        return new(header, passphrase);
    }

    public void Seal(ReadOnlySpan<byte> plain, bool isLast, Span<byte> output) =>
        _aes.Encrypt(Nonce(isLast), plain, output[..plain.Length], output.Slice(plain.Length, TagLength), Header);

    /// <exception cref="AuthenticationTagMismatchException">Another passphrase, or another chunk.</exception>
    public void Open(ReadOnlySpan<byte> chunk, bool isLast, Span<byte> plain) =>
        _aes.Decrypt(Nonce(isLast), chunk[..^TagLength], chunk[^TagLength..], plain, Header);

    public void Dispose() => _aes.Dispose();

    private static int RoundsOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[Magic.Length..]);

    private byte[] Nonce(bool isLast)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_nonce.AsSpan(PrefixLength), checked(_chunks++));
        _nonce[^1] = isLast ? (byte)1 : (byte)0;
        return _nonce;
    }
}
