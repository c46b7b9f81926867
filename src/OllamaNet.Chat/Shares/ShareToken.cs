using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OllamaNet.Chat.Shares;

/// <summary>The secret of a link: 256 random bits. Only its hash is stored, so that who reads the database opens no link.</summary>
internal static class ShareToken
{
    private const int Bytes = 32;
    private const int Length = 43;

    public static (string Token, byte[] Hash) Make()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return (token, SHA256.HashData(Encoding.ASCII.GetBytes(token)));
    }

    /// <returns>Null for what cannot be a token.</returns>
    public static byte[]? HashOf(string token) => token.Length is Length && Base64Url.IsValid(token) ? SHA256.HashData(Encoding.ASCII.GetBytes(token)) : null;
}
