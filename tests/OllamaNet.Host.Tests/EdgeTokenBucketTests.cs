using System.Net;
using OllamaNet.Gateway.Limits;
using Xunit;

namespace OllamaNet.Host.Tests;

public sealed class EdgeTokenBucketTests
{
    private static readonly Rate Rate = new() { Burst = 3, PerMinute = 60 };
    private readonly ManualClock clock = new();
    private readonly TokenBuckets<string> buckets;

    public EdgeTokenBucketTests() => buckets = new(clock);

    [Fact]
    public void A_burst_is_let_through_and_the_next_one_waits_for_the_refill()
    {
        Assert.All([1, 2, 3], _ => Assert.True(buckets.TryTake("a", Rate, out var none)));
        Assert.False(buckets.TryTake("a", Rate, out var wait));
        Assert.Equal(1, wait.TotalSeconds, 3);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(buckets.TryTake("a", Rate, out _));
        Assert.False(buckets.TryTake("a", Rate, out _));
        Assert.True(buckets.TryTake("b", Rate, out _));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again_and_no_more_than_that()
    {
        Assert.True(buckets.TryTake("a", Rate, out _));
        for (var i = 0; i < 10; i++) buckets.GiveBack("a", Rate);

        Assert.All([1, 2, 3], _ => Assert.True(buckets.TryTake("a", Rate, out var none)));
        Assert.False(buckets.TryTake("a", Rate, out _));
    }

    [Fact]
    public void Keys_that_are_quiet_are_forgotten()
    {
        for (var i = 0; i < 1000; i++) buckets.TryTake($"{i}", Rate, out _);
        Assert.Equal(1000, buckets.Count);

        clock.Advance(TimeSpan.FromMinutes(2));
        buckets.TryTake("one more", Rate, out _);

        Assert.Equal(1, buckets.Count);
    }

    [Fact]
    public async Task Many_at_once_get_exactly_the_burst()
    {
        var rate = new Rate { Burst = 500, PerMinute = 1 };

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Count(_ => buckets.TryTake("a", rate, out var none)))));

        Assert.Equal(500, taken.Sum());
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData("::1", "::1")]
    public void An_IPv6_network_counts_as_one(string address, string partition) =>
        Assert.Equal(IPAddress.Parse(partition), RateLimits.PartitionOf(IPAddress.Parse(address)));

    private sealed class ManualClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref ticks);

        public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);
    }
}
