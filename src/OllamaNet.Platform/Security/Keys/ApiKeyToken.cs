using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OllamaNet.Platform.Security.Keys;

/// <summary>
/// <c>onk_</c>, eight characters by which the key is looked up and shown in lists, and 43 random ones: 256 bits. Letters and digits only, so that a double click takes all of it.
/// </summary>
internal static class ApiKeyToken
{
    public const string Start = "onk_";
    public const int PrefixLength = 12;
    private const int SecretLength = 43, Length = PrefixLength + SecretLength;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> Alphabet = SearchValues.Create(Letters);

    public static string Create() => Start + RandomNumberGenerator.GetString(Letters, Length - Start.Length);

    public static bool IsKey(string credential) => credential.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>Whatever has another form is no key, and costs no look-up.</summary>
    public static bool IsWellFormed(string credential) =>
        credential.Length == Length && IsKey(credential) && !credential.AsSpan(Start.Length).ContainsAnyExcept(Alphabet);

    public static string PrefixOf(string token) => token[..PrefixLength];

    /// <summary>Of the whole token; part of it would let two keys share an entry.</summary>
    public static void Hash(string token, Span<byte> hash)
    {
        Span<byte> ascii = stackalloc byte[Length];
        SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(token, ascii)], hash);
    }
}
