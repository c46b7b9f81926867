using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Caching;
using OllamaNet.Platform.Streaming;
using Xunit;

namespace OllamaNet.Platform.Tests;

public sealed class CacheTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Changes _changes = new();
    private readonly MemoryCacheOfDomains _cache;
    private int _asked;

    public CacheTests() => _cache = new(Options.Create(new CacheOptions()), _changes, _services.GetRequiredService<IMeterFactory>(), TimeProvider.System);

    public void Dispose()
    {
        _cache.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task What_is_kept_is_not_asked_again_until_its_tag_is_dropped()
    {
        var answers = new[] { await GetAsync("a"), await GetAsync("a") };
        await _cache.RemoveByTagAsync("models");

        Assert.Equal([1, 1], answers);
        Assert.Equal(2, await GetAsync("a"));
    }

    [Fact]
    public async Task A_published_change_drops_what_is_tagged_with_it_and_nothing_else()
    {
        await GetAsync("a");
        await GetAsync("b", tag: "others");

        _changes.PublishToAll("models");

        Assert.Equal(3, await GetAsync("a"));
        Assert.Equal(2, await GetAsync("b", tag: "others"));
    }

    [Fact]
    public async Task Many_who_ask_at_once_are_one_question()
    {
        var gate = new TaskCompletionSource();

        var all = Enumerable.Range(0, 100).Select(_ => GetAsync("a", gate.Task)).ToArray();
        gate.SetResult();

        Assert.All(await Task.WhenAll(all), a => Assert.Equal(1, a));
    }

    [Fact]
    public async Task What_was_begun_before_a_change_is_not_given_to_who_asks_after_it()
    {
        var gate = new TaskCompletionSource();
        var early = GetAsync("a", gate.Task);
        _changes.PublishToAll("models");

        var late = await GetAsync("a");
        gate.SetResult();

        Assert.Equal((1, 2), (await early, late));
        Assert.Equal(2, await GetAsync("a"));
    }

    [Fact]
    public async Task A_failure_is_not_kept_and_one_who_leaves_does_not_fail_the_others()
    {
        var gate = new TaskCompletionSource();
        using var leaving = new CancellationTokenSource();
        var first = GetAsync("a", gate.Task, cancellationToken: leaving.Token);
        var second = GetAsync("a", gate.Task);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        gate.SetException(new InvalidOperationException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        Assert.Equal(2, await GetAsync("a"));
    }

    private async Task<int> GetAsync(string key, Task? gate = null, string tag = "models", CancellationToken cancellationToken = default) =>
        await _cache.GetOrCreateAsync($"test:{key}", async _ =>
        {
            var number = Interlocked.Increment(ref _asked);
            if (gate is not null) await gate;
            return number;
        }, tags: [tag], cancellationToken: cancellationToken);
}
