using Microsoft.Extensions.DependencyInjection;

namespace OllamaNet.Inference.Usage;

internal static class UsageModule
{
    public static void AddUsage(this IServiceCollection services)
    {
        services.AddOptions<UsageOptions>().BindConfiguration(UsageOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<UsageLog>();
        services.AddSingleton<UsagePartitions>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<UsageReader>();
        services.AddSingleton<UsageWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<UsageWriter>());
        services.AddHostedService<UsageKeeper>();
    }
}
