using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Tags;
using OllamaNet.Chat.Trash;

namespace OllamaNet.Chat.Folders;

/// <summary>Folders, tags, trash: what keeps many conversations in order.</summary>
internal static class FolderModule
{
    public static void AddOrganising(this IServiceCollection services)
    {
        services.AddScoped<FolderTree>();
        services.AddScoped<TrashBin>();
        services.AddSingleton<TrashPurge>();
        services.AddHostedService(s => s.GetRequiredService<TrashPurge>());
    }

    public static void MapOrganising(this IEndpointRouteBuilder routes)
    {
        routes.MapFolders();
        routes.MapTags();
        routes.MapTrash();
    }
}
