using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.SecondFactor;

/// <summary>
/// What is given to whoever proved something and has one more step to take: for five minutes, for this user, while the account's secrets stay the same, and good
/// for that step alone. Nothing is stored; the key is used for nothing else.
/// </summary>
internal sealed class LoginTickets(MasterKey masterKey, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private const int IdBytes = 16, Signed = IdBytes + sizeof(long), Length = Signed + HMACSHA256.HashSizeInBytes;
    private readonly byte[] _key = masterKey.Derive("login-tickets");

    public string Make(Account account, TicketUse use)
    {
        Span<byte> ticket = stackalloc byte[Length];
        account.Id.TryWriteBytes(ticket, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(ticket[IdBytes..], (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());
        Sign(ticket[..Signed], use, account.SecurityStamp).CopyTo(ticket[Signed..]);
        return Base64Url.EncodeToString(ticket);
    }

    /// <summary>Whose it says it is; nothing is proven by that. Null for what cannot be a ticket or is too old.</summary>
    public Guid? UserOf(string text) =>
        Parse(text) is { } ticket && BinaryPrimitives.ReadInt64BigEndian(ticket.AsSpan(IdBytes)) > time.GetUtcNow().ToUnixTimeMilliseconds() ? new Guid(ticket.AsSpan(0, IdBytes), bigEndian: true) : null;

    public bool IsOf(string text, Account account, TicketUse use) =>
        UserOf(text) == account.Id && Parse(text) is { } ticket && CryptographicOperations.FixedTimeEquals(Sign(ticket.AsSpan(0, Signed), use, account.SecurityStamp), ticket.AsSpan(Signed));

    private static byte[]? Parse(string text)
    {
        var ticket = new byte[Length];
        // Written one way only: no two texts are the same ticket.
        return text.Length == Base64Url.GetEncodedLength(Length) && Base64Url.IsValid(text, out var length) && length == Length
            && Base64Url.TryDecodeFromChars(text, ticket, out _) && Base64Url.EncodeToString(ticket) == text ? ticket : null;
    }

    private byte[] Sign(ReadOnlySpan<byte> content, TicketUse use, string? stamp) => HMACSHA256.HashData(_key, (byte[])[.. content, (byte)use, .. Encoding.UTF8.GetBytes(stamp ?? "")]);
}

/// <summary>The step that a ticket is for.</summary>
internal enum TicketUse : byte
{
    /// <summary>The password was right; the code is missing.</summary>
    SecondStep = 1,

    /// <summary>All was right; the account is being deleted.</summary>
    Restore = 2,

    /// <summary>All was right; the password is a temporary one.</summary>
    NewPassword = 3,
}
