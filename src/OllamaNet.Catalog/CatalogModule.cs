using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OllamaNet.Catalog;

public static class CatalogModule
{
    public static void AddCatalog(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidation();
    }

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
    }
}
