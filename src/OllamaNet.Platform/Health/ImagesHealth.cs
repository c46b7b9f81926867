using Microsoft.Extensions.Diagnostics.HealthChecks;
using OllamaNet.Platform.Images;

namespace OllamaNet.Platform.Health;

internal sealed class ImagesHealth(ImageCleaner images) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(images.IsInstalled
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded("libvips is not installed, and images are refused. On Debian: apt-get install libvips-tools."));
}
