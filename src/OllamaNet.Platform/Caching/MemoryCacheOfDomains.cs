using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Platform.Caching;

/// <summary>
/// The framework's cache abstraction over this process's memory. A key begins with its domain and a colon. A tag named like a kind of change is dropped
/// when that change is published, in whichever process. What is kept is handed out as it is: it must not be changed by whoever gets it, and must be
/// nobody's in particular. A factory serves all who wait for its key and may outlive the one who began it: it must not use what belongs to a request.
/// </summary>
internal sealed class MemoryCacheOfDomains : HybridCache, IDisposable
{
    public const string Meter = "OllamaNet.Cache";

    private readonly IOptions<CacheOptions> _options;
    private readonly TimeProvider _time;
    private readonly Changes _changes;
    private readonly MemoryCache _kept;
    private readonly Counter<long> _requests;
    private readonly Lock _asking = new();
    private readonly Dictionary<string, Asked> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private long _moment;
    private long _allDropped;

    public MemoryCacheOfDomains(IOptions<CacheOptions> options, Changes changes, IMeterFactory meters, TimeProvider time)
    {
        (_options, _changes, _time) = (options, changes, time);
        _kept = new(new MemoryCacheOptions { SizeLimit = options.Value.Entries });
        _requests = meters.Create(Meter).CreateCounter<long>("ollamanet.cache.requests", "{request}", "What the caches were asked for, by domain and whether they had it.");
        _changes.HeardByAll += Hear;
    }

    public override async ValueTask<T> GetOrCreateAsync<TState, T>(
        string key, TState state, Func<TState, CancellationToken, ValueTask<T>> factory, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
    {
        if (_kept.TryGetValue(key, out Kept? kept) && IsCurrent(kept!.Begun, kept.Tags) && kept.ExpiresAt > _time.GetUtcNow())
        {
            Count(key, "hit");
            return (T)kept.Value!;
        }

        Count(key, "miss");
        string[] under = [.. tags ?? []];
        Asked asked;
        var first = false;
        lock (_asking)
        {
            // Who asks after a change does not get what was begun before it.
            if (!_asked.TryGetValue(key, out asked!) || !IsCurrent(asked.Begun, under))
            {
                _asked[key] = asked = new(Volatile.Read(ref _moment));
                first = true;
            }
        }

        if (first) _ = AnswerAsync(key, asked, async () => await factory(state, CancellationToken.None), options?.Expiration, under);
        return (T)(await asked.Answer.Task.WaitAsync(cancellationToken))!;
    }

    public override ValueTask SetAsync<T>(string key, T value, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
    {
        Keep(key, value, Volatile.Read(ref _moment), options?.Expiration, [.. tags ?? []]);
        return ValueTask.CompletedTask;
    }

    public override ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        lock (_asking) _asked.Remove(key);
        _kept.Remove(key);
        return ValueTask.CompletedTask;
    }

    /// <summary>Here and in the other processes.</summary>
    public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        _changes.PublishToAll(tag);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _changes.HeardByAll -= Hear;
        _kept.Dispose();
    }

    private async Task AnswerAsync<T>(string key, Asked asked, Func<ValueTask<T>> factory, TimeSpan? lifetime, string[] tags)
    {
        try
        {
            var value = await factory();
            // What was asked anew meanwhile is younger.
            if (Finish(key, asked)) Keep(key, value, asked.Begun, lifetime, tags);
            asked.Answer.SetResult(value);
        }
        catch (Exception e)
        {
            Finish(key, asked);
            asked.Answer.SetException(e);
        }
    }

    private bool Finish(string key, Asked asked)
    {
        lock (_asking) return _asked.GetValueOrDefault(key) == asked && _asked.Remove(key);
    }

    private void Keep(string key, object? value, long begun, TimeSpan? lifetime, string[] tags)
    {
        var left = lifetime ?? (_options.Value.Lifetimes.TryGetValue(DomainOf(key), out var own) ? own : _options.Value.Lifetime);
        using var entry = _kept.CreateEntry(key);
        (entry.Size, entry.AbsoluteExpirationRelativeToNow, entry.Value) = (1, left, new Kept(value, begun, _time.GetUtcNow() + left, tags));
    }

    private void Hear(string kind)
    {
        var moment = Interlocked.Increment(ref _moment);
        if (kind == ChangeKinds.Everything) Volatile.Write(ref _allDropped, moment);
        else _dropped[kind] = moment;
    }

    /// <summary>Nothing it was made of changed since it was begun.</summary>
    private bool IsCurrent(long begun, string[] tags) => begun >= Volatile.Read(ref _allDropped) && Array.TrueForAll(tags, t => begun >= _dropped.GetValueOrDefault(t));

    private void Count(string key, string outcome) => _requests.Add(1, new("domain", DomainOf(key)), new("outcome", outcome));

    private static string DomainOf(string key) => key.IndexOf(':', StringComparison.Ordinal) is var end and > 0 ? key[..end] : key;

    private sealed record Kept(object? Value, long Begun, DateTimeOffset ExpiresAt, string[] Tags);

    private sealed class Asked(long begun)
    {
        public long Begun { get; } = begun;

        public TaskCompletionSource<object?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
