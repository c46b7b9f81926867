using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Gateway.Health;

/// <summary>Without an engine people still read what they have: degraded, not unhealthy.</summary>
internal sealed class NodesHealth(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<IInference>() is not { } inference) return HealthCheckResult.Healthy("This process runs no inference.");

        var nodes = await inference.ListNodesAsync(cancellationToken);
        var data = nodes.ToDictionary(n => n.Name, n => (object)(n.Reachable ? n.Warning ?? "reachable" : n.Error ?? "unreachable"), StringComparer.Ordinal);
        return nodes.Any(n => n.Reachable)
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded("No inference node can be reached: nothing can be asked until one is back.", data: data);
    }
}
