using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OllamaNet.Platform.Http;

namespace OllamaNet.Admin.Status;

/// <param name="Name">Such as <c>database</c>, <c>nodes</c>, <c>mail</c>, <c>disk</c>.</param>
/// <param name="State"><c>healthy</c>, <c>degraded</c>: something does not work, the rest does; <c>unhealthy</c>: nothing does.</param>
/// <param name="Text">What is wrong and what to do; null where nothing is.</param>
/// <param name="Ms">How long the answer took.</param>
public sealed record Dependency(string Name, string State, string? Text, double Ms);

public sealed record DependencyList(IReadOnlyList<Dependency> Items);

internal static class StatusEndpoints
{
    public static void MapStatus(this RouteGroupBuilder api)
    {
        api.MapGet("/status", GetStatus)
            .WithSummary("What the server stands on")
            .WithDescription("Each thing it depends on, asked now, from the process that answers.")
            .WithExample(response: new DependencyList([new("database", "healthy", null, 0.8), new("mail", "degraded", "The mail server does not answer: links to new passwords do not arrive.", 1000)]));
        api.MapGet("/storage", GetStorage)
            .WithSummary("What takes how much room")
            .WithDescription("The database with its parts, the folders of the data directory, and the disk they are on. A minute old at most.")
            .WithExample(response: StorageResponse.Example);
    }

    private static async Task<Ok<DependencyList>> GetStatus(HealthCheckService health, CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(cancellationToken);
        return TypedResults.Ok(new DependencyList([.. report.Entries.OrderBy(e => e.Value.Status).ThenBy(e => e.Key, StringComparer.Ordinal)
            .Select(e => new Dependency(e.Key, e.Value.Status.ToString().ToLowerInvariant(), e.Value.Description, Math.Round(e.Value.Duration.TotalMilliseconds, 1)))]));
    }

    private static async Task<Ok<StorageResponse>> GetStorage(StorageReader storage, HybridCache cache, CancellationToken cancellationToken) =>
        TypedResults.Ok(await cache.GetOrCreateAsync("storage:all", storage, static (reader, c) => reader.ReadAsync(c), cancellationToken: cancellationToken));
}
