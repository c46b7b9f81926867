using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OllamaNet.Inference.Nodes.Joining;

/// <summary>The text of a join token: <c>onj_</c> and 256 random bits.</summary>
internal static class JoinTokenSecret
{
    public const string Mark = "onj_";
    public const int PrefixLength = 12;
    private const int Bytes = 32, Length = 4 + 43;

    public static string Make() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether it could be one: what could not is not looked up.</summary>
    public static bool Looks(string text) => text.Length == Length && text.StartsWith(Mark, StringComparison.Ordinal) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public static string PrefixOf(string secret) => secret[..PrefixLength];

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
