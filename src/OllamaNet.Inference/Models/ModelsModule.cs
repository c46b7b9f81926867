using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Models;

internal static class ModelsModule
{
    public static void MapModelAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/admin/model-aliases").WithTags("Models").RequirePermission(Permissions.ModelsManage).MapAliases();
        routes.MapGroup("/api/v1/admin/model-policies").WithTags("Models").RequirePermission(Permissions.ModelsManage).MapModelPolicies();
        routes.MapGroup("/api/v1/admin/model-grants").WithTags("Models").RequirePermission(Permissions.ModelsManage).MapModelGrants();
        routes.MapGroup("/api/v1/admin/user-policies").WithTags("Models").RequirePermission(Permissions.ModelsManage).MapUserPolicies();
        routes.MapGroup("/api/v1/me/inference").WithTags("Models").RequireAuthorization().MapMyInference();
    }
}
