using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Nodes.Admin;
using OllamaNet.Inference.Nodes.Joining;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Nodes;

internal static class NodesModule
{
    public static void AddNodes(this IServiceCollection services)
    {
        services.AddSingleton<NodeReader>();
        services.AddSingleton<ModelChanges>();
        services.AddSingleton<NodeSet>();
        services.AddSingleton<IRefreshed>(provider => provider.GetRequiredService<NodeSet>());
        services.AddSingleton<NodeProber>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeProber>());
        services.AddScoped<NodeRegistry>();
        services.AddScoped<NodeAnnouncer>();
        services.AddSingleton<NodeTester>();
        services.AddAuthenticationCore(o => o.AddScheme<JoinTokenHandler>(JoinTokenHandler.SchemeName, displayName: null));
        services.AddTransient<JoinTokenHandler>();
    }

    public static void MapNodeAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/admin/nodes").WithTags("Nodes").RequirePermission(Permissions.NodesManage).MapNodes();
        routes.MapGroup("/api/v1/admin/nodes/join-tokens").WithTags("Nodes").RequirePermission(Permissions.NodesManage).MapJoinTokens();
        routes.MapAnnouncements();
    }
}
