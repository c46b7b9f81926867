using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace OllamaNet.Inference.Routing.Cache;

/// <summary>
/// What was answered before, for users who want it kept. In memory, so that it is gone with the process; bounded by bytes, the least
/// recently used goes first. A key holds its user, so nobody gets what another one asked for.
/// </summary>
internal sealed class AnswerCache(IOptions<InferenceOptions> options, TimeProvider time)
{
    /// <summary>One answer may take so much of the whole.</summary>
    private const int LargestShare = 16;

    /// <summary>What an entry costs beside its content, roughly.</summary>
    private const int Overhead = 512;

    private readonly Lock _gate = new();
    private readonly Dictionary<CacheKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly long _limit = options.Value.CacheBytes;

    /// <summary>Most bytes that one entry can have.</summary>
    public long Largest => (_limit / LargestShare) - Overhead;

    public long Bytes { get; private set; }

    public bool TryGet<T>(CacheKey key, [NotNullWhen(true)] out T? kept) where T : class
    {
        lock (_gate)
        {
            kept = null;
            if (!_entries.TryGetValue(key, out var node)) return false;
            if (time.GetElapsedTime(node.Value.Since) > options.Value.CacheLifetime)
            {
                Remove(node);
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            kept = node.Value.Content as T;
            return kept is not null;
        }
    }

    public void Keep(CacheKey key, object content, long bytes)
    {
        if (bytes > Largest) return;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var before)) Remove(before);
            var node = _byUse.AddFirst(new Entry(key, content, bytes + Overhead, time.GetTimestamp()));
            _entries[key] = node;
            Bytes += node.Value.Bytes;
            while (Bytes > _limit) Remove(_byUse.Last!);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        Bytes -= node.Value.Bytes;
    }

    private sealed record Entry(CacheKey Key, object Content, long Bytes, long Since);
}
