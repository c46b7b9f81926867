using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OllamaNet.Catalog.Models;

namespace OllamaNet.Catalog;

public static class CatalogModule
{
    public static void AddCatalog(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidation();
    }

    public static void MapCatalog(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/models").WithTags("Models").MapModels();
}
