using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Installs;

internal static class InstallsModule
{
    /// <summary>A download waits for the network, not for this process.</summary>
    private const int Parallel = 64;

    public static void AddInstalls(this IServiceCollection services)
    {
        services.AddJob<ModelJob, ModelJobHandler>(ModelJobHandler.MaxAttempts, Parallel);
        services.AddScoped<ModelJobs>();
        services.AddScoped<InstalledModels>();
        services.AddScoped<ModelUsageReader>();
    }

    public static void MapInstalls(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/admin/jobs").WithTags("Installations").RequirePermission(Permissions.ModelsManage).MapModelJobs();
        routes.MapGroup("/api/v1/admin/installed-models").WithTags("Installations").RequirePermission(Permissions.ModelsManage).MapInstalledModels();
    }
}
