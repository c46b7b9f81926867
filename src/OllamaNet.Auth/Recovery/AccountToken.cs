using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OllamaNet.Auth.Recovery;

/// <summary>What a link in a mail is for. The numbers are stored.</summary>
internal enum TokenPurpose { ResetPassword = 1, ConfirmEmail = 2 }

/// <summary>A secret that was handed out, once, as part of a link. Only its hash is kept; it is deleted when it is used, and with the password it was made for.</summary>
internal sealed class AccountToken
{
    private const int Bytes = 32, Length = 43;

    public required byte[] Hash { get; init; }

    public required Guid UserId { get; init; }

    public required TokenPurpose Purpose { get; init; }

    /// <summary>The address that is confirmed.</summary>
    public string? Email { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public static (AccountToken Row, string Token) Make(Guid userId, TokenPurpose purpose, TimeSpan lifetime, DateTimeOffset now, string? email = null)
    {
        var (hash, token) = NewSecret();
        return (new() { Hash = hash, UserId = userId, Purpose = purpose, Email = email, CreatedAt = now, ExpiresAt = now + lifetime }, token);
    }

    public static (byte[] Hash, string Token) NewSecret()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return (HashOf(token)!, token);
    }

    /// <summary>Null for what cannot be one.</summary>
    public static byte[]? HashOf(string token) => token.Length == Length && Base64Url.IsValid(token) ? SHA256.HashData(Encoding.ASCII.GetBytes(token)) : null;
}
