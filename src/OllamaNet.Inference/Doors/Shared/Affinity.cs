using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>Requests of one conversation begin alike: they get one key, and so the node whose cache holds that beginning.</summary>
internal static class Affinity
{
    private const int Looked = 4 * 1024;

    /// <param name="given">The client's own key, where its protocol has one.</param>
    /// <param name="messages">A list; its first two tell conversations apart.</param>
    public static string Of(Guid userId, string? given, JsonElement messages)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sum.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in userId)));
        if (given is not null)
        {
            sum.AppendData(Encoding.UTF8.GetBytes(given));
        }
        else if (messages.ValueKind is JsonValueKind.Array)
        {
            for (var i = 0; i < Math.Min(2, messages.GetArrayLength()); i++)
            {
                var raw = JsonMarshal.GetRawUtf8Value(messages[i]);
                sum.AppendData(raw[..Math.Min(raw.Length, Looked)]);
            }
        }

        sum.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash[..12]);
    }
}
