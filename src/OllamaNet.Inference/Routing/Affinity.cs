using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Routing;

/// <summary>
/// Which requests belong together: those of one conversation begin with the same text, and the node that answered before still has it
/// in its cache. Hashes (FNV-1a) are the same in every process.
/// </summary>
internal static class Affinity
{
    private const ulong Seed = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    /// <summary>So much of a message tells it from others.</summary>
    private const int Telling = 2048;

    public static ulong Of(ChatRequest request)
    {
        if (request.AffinityKey is { } given) return Of(given);

        Span<byte> user = stackalloc byte[16];
        request.Caller.UserId.TryWriteBytes(user);
        var hash = Seed;
        foreach (var b in user) hash = (hash ^ b) * Prime;
        // What a client sends again with every turn: the instructions and the first question.
        foreach (var message in request.Messages)
        {
            hash = Add(hash, message.Content.AsSpan(0, Math.Min(message.Content.Length, Telling)));
            hash = (hash ^ (uint)message.Content.Length) * Prime;
            if (message.Role is not ChatRole.System) break;
        }

        return hash;
    }

    public static ulong Of(string key) => Add(Seed, key);

    /// <summary>Rendezvous hashing: the node with the most is the key's favourite, and a node that leaves moves its own keys only.</summary>
    public static ulong Weight(ulong key, string node)
    {
        var hash = Add(key, node);
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var c in text) hash = (hash ^ c) * Prime;
        return hash;
    }
}
