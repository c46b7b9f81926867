using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Inference.Usage.Costs;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Inference.Usage;

internal static class UsageModule
{
    public static void AddUsage(this IServiceCollection services)
    {
        services.AddOptions<UsageOptions>().BindConfiguration(UsageOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSettings<UsageOptions>(UsageOptions.Section, o => o.RetentionMonths, o => o.Currency, o => o.MonthlyBudget, o => o.BudgetAlarmPercent);
        services.AddSingleton<UsageLog>();
        services.AddSingleton<UsagePartitions>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<UsageReader>();
        services.AddSingleton<UsageWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<UsageWriter>());
        services.AddHostedService<UsageKeeper>();
        services.AddSingleton<Budget>();
        services.AddSingleton<BudgetWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<BudgetWatch>());
    }
}
