using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OllamaNet.Admin.Audit;
using OllamaNet.Admin.Settings;
using OllamaNet.Admin.Status;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Admin;

public static class AdminModule
{
    public static void AddAdmin(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidation();
        services.AddOptions<BannerOptions>().BindConfiguration(BannerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StorageReader>();
        services.AddSettings<BannerOptions>(BannerOptions.Section, o => o.Text, o => o.Tone, o => o.Until);
    }

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/admin/audit").WithTags("Audit log").RequirePermission(Permissions.AuditRead).MapAudit();
        routes.MapGroup("/api/v1/admin/settings").WithTags("Settings").RequirePermission(Permissions.SettingsManage).MapSettings();
        routes.MapGroup("/api/v1/admin").WithTags("Status").RequirePermission(Permissions.UsageRead).MapStatus();
        routes.MapBanner();
    }
}
