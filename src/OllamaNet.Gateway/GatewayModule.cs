using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace OllamaNet.Gateway;

public static class GatewayModule
{
    public static void AddGateway(this IHostApplicationBuilder builder)
    {
    }

    /// <summary>The edge's middleware, in front of every role.</summary>
    public static void UseGateway(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>Health, API documents and the web files.</summary>
    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
    }
}
