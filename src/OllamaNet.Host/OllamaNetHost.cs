using OllamaNet.Gateway;
using OllamaNet.Platform;

namespace OllamaNet.Host;

/// <summary>Composes the web application; used by <c>serve</c>, by the other commands and by the tests.</summary>
internal static class OllamaNetHost
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = "ollamanet", ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        builder.AddPlatform();
        builder.AddGateway();
        foreach (var role in Role.All) role.Add(builder);

        var app = builder.Build();
        app.UseGateway();
        foreach (var role in Role.All) role.Map(app);
        app.MapGateway();
        return app;
    }
}
