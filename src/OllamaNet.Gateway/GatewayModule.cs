using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OllamaNet.Gateway.Checks;
using OllamaNet.Gateway.Health;
using OllamaNet.Gateway.Limits;
using OllamaNet.Gateway.Web;
using OllamaNet.Platform.Http.Description;
using OllamaNet.Platform.Telemetry;

namespace OllamaNet.Gateway;

public static class GatewayModule
{
    private const int MaxBodyBytes = 1024 * 1024;
    private static readonly TimeSpan HstsAge = TimeSpan.FromDays(365);

    public static void AddGateway(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section)
            .Configure<IConfiguration>((options, configuration) => options.BehindProxy |= configuration.GetValue<bool>(GatewayOptions.BehindProxyFlag)).ValidateOnStart();
        services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<ApiDocument>();
        services.AddApiDescription();
        services.AddHealth();
        services.AddHsts(options => options.MaxAge = HstsAge);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<GatewayOptions>>(Trust);
        services.Configure<KestrelServerOptions>(Harden);
        // A token is written to the socket by the thread that has it. Completions come on pool threads anyway, so nothing here can hold up the transport.
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
    }

    /// <summary>The edge's middleware, in front of every role.</summary>
    public static void UseGateway(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.BehindProxy) app.UseForwardedHeaders();
        app.UseServerSpans();
        app.Use(SecurityHeaders.InvokeAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<HostCheck>();
        app.UseMiddleware<OriginCheck>();
        app.Use(QueryCheck.InvokeAsync);
        app.UseHsts();

        app.UseRouting();
        app.UseMiddleware<WebFiles>();
        app.UseStaticFiles(WebFiles.Serving());
        app.UseSwaggerUI(options =>
        {
            options.DocumentTitle = "OllamaNet API";
            options.SwaggerEndpoint(ApiDocument.Path, "OllamaNet");
        });

        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(limits.LimitAddressAsync);
        app.UseAuthentication();
        app.Use(limits.LimitUserAsync);
        app.UseAuthorization();
    }

    /// <summary>Health, metrics and the API's description. The web files are middleware.</summary>
    public static void MapGateway(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        routes.MapMetrics();
        ApiDocument.Map(routes);
    }

    private static void Harden(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
    }

    private static void Trust(ForwardedHeadersOptions forwarded, IOptions<GatewayOptions> gateway)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        foreach (var network in gateway.Value.TrustedProxies) forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }
}
