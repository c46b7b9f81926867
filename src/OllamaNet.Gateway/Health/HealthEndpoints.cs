using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Gateway.Health;

internal static class HealthEndpoints
{
    private const string Ready = "ready";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseHealth>("database", tags: [Ready], timeout: Patience)
        .AddCheck<NodesHealth>("nodes", HealthStatus.Degraded, tags: [Ready], timeout: Patience);

    /// <summary>Live: the process answers. Ready: what it stands on does. Only administrators see which part fails.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous();
        health.MapHealthChecks("/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync }).WithRateClass(RateClass.None);
        health.MapHealthChecks("/ready", new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new HealthAnswer(report.Status, context.User.IsInRole(Roles.Admin) ? report.Entries.ToDictionary(e => e.Key, Detail, StringComparer.Ordinal) : null), context.RequestAborted);

    private static HealthDetail Detail(KeyValuePair<string, HealthReportEntry> entry) =>
        new(entry.Value.Status, Math.Round(entry.Value.Duration.TotalMilliseconds, 1), entry.Value.Description, entry.Value.Data);

    private sealed record HealthAnswer(HealthStatus Status, Dictionary<string, HealthDetail>? Checks);

    private sealed record HealthDetail(HealthStatus Status, double DurationMs, string? Description, IReadOnlyDictionary<string, object> Data);
}
