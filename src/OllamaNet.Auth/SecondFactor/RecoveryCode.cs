using System.Security.Cryptography;
using System.Text;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.SecondFactor;

/// <summary>Stands for a code of the app, once: the row goes when it is used.</summary>
internal sealed class RecoveryCode
{
    public const int Count = 10, Length = 12;
    private const int Group = 4;
    // No letter that is taken for a digit.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public required Guid UserId { get; init; }

    public required byte[] Hash { get; init; }

    public static string Make()
    {
        var code = RandomNumberGenerator.GetString(Letters, Length);
        return string.Join('-', code.Chunk(Group).Select(part => new string(part)));
    }

    /// <summary>As it was made, however it was typed.</summary>
    public static string Clean(string typed) => string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}

/// <summary>What recovery codes are hashed with: with 59 bits each, a bare hash of them could be searched by whoever has the database.</summary>
internal sealed class RecoveryCodeKey(MasterKey masterKey)
{
    private readonly byte[] _key = masterKey.Derive("recovery-codes");

    public byte[] HashOf(Guid userId, string code) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{userId:N}/{RecoveryCode.Clean(code)}"));
}
