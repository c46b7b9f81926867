using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Transfers.Exports;
using OllamaNet.Chat.Transfers.Imports;
using OllamaNet.Platform.Jobs;

namespace OllamaNet.Chat.Transfers;

internal static class TransferModule
{
    public static void AddTransfers(this IServiceCollection services)
    {
        services.AddOptions<TransferOptions>().BindConfiguration(TransferOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<TransferFiles>();
        services.AddHostedService<TransferSweep>();
        services.AddScoped<ConversationReader>();
        services.AddScoped<Upload>();
        services.AddJob<ExportJob, ExportHandler>();
        services.AddJob<ImportJob, ImportHandler>();
    }

    public static void MapTransfers(this IEndpointRouteBuilder routes)
    {
        routes.MapExports();
        routes.MapImports();
    }
}
