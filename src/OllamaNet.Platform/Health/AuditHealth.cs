using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace OllamaNet.Platform.Health;

/// <summary>Whether the entries of the audit log are linked soon after they are written.</summary>
internal sealed class AuditHealth(NpgsqlDataSource dataSource) : IHealthCheck
{
    private const string Late = "1 minute";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"SELECT EXISTS (SELECT 1 FROM platform.audit WHERE seq IS NULL AND at < clock_timestamp() - interval '{Late}')");
        return await command.ExecuteScalarAsync(cancellationToken) is true
            ? HealthCheckResult.Degraded("Entries of the audit log wait to be linked for more than a minute. The server's log says why.")
            : HealthCheckResult.Healthy();
    }
}
