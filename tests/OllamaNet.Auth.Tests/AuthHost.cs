using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

/// <summary>One host for the tests of a class, with an administrator and a clock that can be moved. The edge's limits are off: they have tests of their own.</summary>
public sealed class AuthHost : IAsyncLifetime
{
    private static int lastNumber;

    public static readonly IReadOnlyDictionary<string, string?> NoLimits = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:Enabled"] = "false" };

    public TestHost Host { get; private set; } = null!;

    public TestUser Administrator { get; private set; } = null!;

    public ManualClock Clock { get; } = new();

    public static string NewName() => $"ada{Interlocked.Increment(ref lastNumber)}";

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(NoLimits, Use(Clock));
        Administrator = await Host.SignUpAsync("root");
    }

    public async ValueTask DisposeAsync()
    {
        Administrator.Dispose();
        await Host.DisposeAsync();
    }

    internal static Action<WebApplicationBuilder> Use(TimeProvider clock) => builder => builder.Services.AddSingleton(clock);
}

/// <summary>The real clock, moved ahead by as much as a test says.</summary>
public sealed class ManualClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    public override long GetTimestamp() => System.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref ahead)).TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan time) => Interlocked.Add(ref ahead, time.Ticks);
}
