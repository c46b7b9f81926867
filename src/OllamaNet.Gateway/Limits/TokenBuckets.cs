using System.Collections.Concurrent;

namespace OllamaNet.Gateway.Limits;

/// <summary>
/// A token bucket a key. Unlike the framework's limiter it gives tokens back, so that only failures of signing in count,
/// and says exactly when the next token is there.
/// </summary>
internal sealed class TokenBuckets<TKey>(TimeProvider time) where TKey : notnull
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<TKey, Bucket> buckets = new();
    private long lastSweep = time.GetTimestamp();

    public int Count => buckets.Count;

    public bool TryTake(TKey key, Rate rate, out TimeSpan retryAfter)
    {
        SweepNowAndThen();
        while (true)
        {
            var bucket = buckets.GetOrAdd(key, static (_, state) => new Bucket(state.rate, state.now), (rate, now: time.GetTimestamp()));
            lock (bucket)
            {
                if (bucket.IsGone) continue;
                bucket.Refill(rate, time);
                if (bucket.Tokens >= 1)
                {
                    bucket.Tokens--;
                    retryAfter = TimeSpan.Zero;
                    return true;
                }

                retryAfter = TimeSpan.FromMinutes((1 - bucket.Tokens) / rate.PerMinute);
                return false;
            }
        }
    }

    public void GiveBack(TKey key, Rate rate)
    {
        if (!buckets.TryGetValue(key, out var bucket)) return;
        lock (bucket) bucket.Tokens = Math.Min(rate.Burst, bucket.Tokens + 1);
    }

    // A full bucket says nothing that a new one would not.
    private void SweepNowAndThen()
    {
        var last = Volatile.Read(ref lastSweep);
        if (time.GetElapsedTime(last) < SweepInterval || Interlocked.CompareExchange(ref lastSweep, time.GetTimestamp(), last) != last) return;

        foreach (var (key, bucket) in buckets)
        {
            lock (bucket)
            {
                if (!bucket.WouldBeFull(time)) continue;
                bucket.IsGone = true;
                buckets.TryRemove(key, out _);
            }
        }
    }

    private sealed class Bucket(Rate rate, long now)
    {
        private long refilled = now;
        private Rate lastRate = rate;

        public double Tokens { get; set; } = rate.Burst;

        public bool IsGone { get; set; }

        public void Refill(Rate current, TimeProvider clock)
        {
            var (timestamp, elapsed) = (clock.GetTimestamp(), clock.GetElapsedTime(refilled));
            Tokens = Math.Min(current.Burst, Tokens + elapsed.TotalMinutes * current.PerMinute);
            (refilled, lastRate) = (timestamp, current);
        }

        public bool WouldBeFull(TimeProvider clock) => Tokens + clock.GetElapsedTime(refilled).TotalMinutes * lastRate.PerMinute >= lastRate.Burst;
    }
}
