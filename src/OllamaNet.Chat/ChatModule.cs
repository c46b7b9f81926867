using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OllamaNet.Chat;

public static class ChatModule
{
    public static void AddChat(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidation();
    }

    public static void MapChat(this IEndpointRouteBuilder routes)
    {
    }
}
