using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OllamaNet.Platform.Http;

namespace OllamaNet.Platform.Tests.Http;

/// <summary>Kestrel with the HTTP conventions and nothing else.</summary>
internal sealed class MiniHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private MiniHost(WebApplication app) => this.app = app;

    public HttpClient Client { get; private set; } = null!;

    public static async Task<MiniHost> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? add = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHttpConventions();
        builder.Services.AddValidation();
        add?.Invoke(builder.Services);

        var built = builder.Build();
        built.UseExceptionHandler();
        built.UseStatusCodePages();
        map(built);
        await built.StartAsync();
        return new MiniHost(built) { Client = new HttpClient { BaseAddress = new Uri(built.Urls.First()) } };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
