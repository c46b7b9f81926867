using Microsoft.Extensions.Diagnostics.HealthChecks;
using OllamaNet.Platform.Data;

namespace OllamaNet.Platform.Health;

/// <summary>Whether there is room left where the data is.</summary>
internal sealed class DiskHealth(DataDirectory data) : IHealthCheck
{
    private const long LeastBytes = 1L << 30;
    private const double LeastPart = 0.05;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var disk = new DriveInfo(data.FullPath);
        var facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["freeBytes"] = disk.AvailableFreeSpace, ["totalBytes"] = disk.TotalSize };
        return Task.FromResult(disk.AvailableFreeSpace < LeastBytes || disk.AvailableFreeSpace < disk.TotalSize * LeastPart
            ? HealthCheckResult.Degraded("The disk is almost full. Make room: a full disk stops the database.", data: facts)
            : HealthCheckResult.Healthy(data: facts));
    }
}
