using System.Security.Cryptography;
using System.Text;
using OllamaNet.Platform.Data;

namespace OllamaNet.Platform.Security;

/// <summary>
/// The one secret that is not in the database: 256 random bits in <c>master.key</c> of the data directory, readable by the owner only, made on first use.
/// Nothing is encrypted or signed with it directly: every purpose derives a key of its own.
/// </summary>
public sealed class MasterKey(DataDirectory data)
{
    private const int Length = 32;
    private readonly Lazy<byte[]> _key = new(() => ReadOrCreate(data.At("master.key")));

    /// <summary>A key for one purpose; the same purpose always gives the same key.</summary>
    /// <param name="purpose">Such as <c>signing-keys</c>. Two uses never share one.</param>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Value, Length, info: Encoding.UTF8.GetBytes($"ollamanet/{purpose}/v1"));

    private static byte[] ReadOrCreate(string path)
    {
        PrivateFile.CreateIfAbsent(path, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path).Trim());
            if (key.Length == Length) return key;
        }
        catch (FormatException)
        {
        }

        throw new InvalidOperationException($"{path} is not a master key. Put back the file that was there: what is encrypted under it cannot be read with another.");
    }
}
