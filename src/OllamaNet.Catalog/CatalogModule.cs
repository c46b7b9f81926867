using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OllamaNet.Catalog.Data;
using OllamaNet.Catalog.Discovery;
using OllamaNet.Catalog.Models;
using OllamaNet.Catalog.Models.Administration;
using OllamaNet.Catalog.Tags;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Catalog;

public static class CatalogModule
{
    public static void AddCatalog(this IHostApplicationBuilder builder)
    {
        builder.AddModuleDb<CatalogDb>();
        var services = builder.Services;
        services.AddValidation();
        services.AddOptions<CatalogOptions>().BindConfiguration(CatalogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSettings<CatalogOptions>(CatalogOptions.Section, o => o.PublicDiscovery);
        services.AddSingleton<CatalogueWriter>();
        services.AddHostedService<CatalogueRefresher>();
        services.AddSingleton<Catalogue>();
        services.AddSingleton<Explorer>();
        services.AddSingleton<IAuthorizationHandler, DiscoveryAccess>();
        services.AddAuthorizationBuilder().AddPolicy(DiscoveryAccess.Policy, p => p.AddRequirements(new DiscoveryAccess.Requirement()));
    }

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/api/v1/models").WithTags("Models");
        models.MapModels();
        models.MapDiscovery();
        var managed = routes.MapGroup("/api/v1/admin/models").WithTags("Models").RequirePermission(Permissions.ModelsManage);
        managed.MapManagedModels();
        managed.MapModelPictures();
        routes.MapGroup("/api/v1/admin/tags").WithTags("Models").RequirePermission(Permissions.ModelsManage).MapModelTags();
    }
}
