using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OllamaNet.Auth;

public static class AuthModule
{
    public static void AddAuth(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidation();
    }

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
    }
}
