using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Inference.Data;

namespace OllamaNet.Inference.Limits;

internal static class LimitsModule
{
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddOptions<CallLimitsOptions>().BindConfiguration(CallLimitsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CallLimits>();
        services.AddSingleton<IRefreshed, RuleReader>();
        services.AddSingleton<MonthReader>();
        services.AddSingleton<UserNames>();
        services.AddHostedService<QuotaRefresher>();
    }
}
