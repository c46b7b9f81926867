using Microsoft.Extensions.DependencyInjection;

namespace OllamaNet.Chat.Queue;

internal static class QueueModule
{
    public static void AddQueue(this IServiceCollection services)
    {
        services.AddScoped<QueuedTurn>();
        services.AddSingleton<QueueAsker>();
        services.AddHostedService(s => s.GetRequiredService<QueueAsker>());
    }
}
