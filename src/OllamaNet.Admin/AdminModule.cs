using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OllamaNet.Admin.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Admin;

public static class AdminModule
{
    public static void AddAdmin(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidation();
    }

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/admin/audit").WithTags("Audit log").RequirePermission(Permissions.AuditRead).MapAudit();
    }
}
