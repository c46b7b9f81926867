using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace OllamaNet.Platform.Health;

public static class HealthModule
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Something whose failure administrators are shown; the server is ready without it.</summary>
    public static void AddDependency<TCheck>(this IServiceCollection services, string name) where TCheck : class, IHealthCheck =>
        services.AddHealthChecks().AddCheck<TCheck>(name, HealthStatus.Degraded, timeout: Patience);

    internal static void AddPlatformHealth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddDependency<AuditHealth>("audit");
        builder.Services.AddDependency<DiskHealth>("disk");
        builder.Services.AddDependency<ImagesHealth>("images");
    }
}
