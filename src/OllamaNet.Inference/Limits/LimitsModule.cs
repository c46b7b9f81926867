using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Inference.Data;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Inference.Limits;

internal static class LimitsModule
{
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddOptions<CallLimitsOptions>().BindConfiguration(CallLimitsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSettings<CallLimitsOptions>(CallLimitsOptions.Section, o => o.RequestsPerMinute, o => o.TokensPerMinute, o => o.ConcurrentStreams, o => o.TokensPerDay, o => o.TokensPerMonth);
        services.AddSingleton<CallLimits>();
        services.AddSingleton<IRefreshed, RuleReader>();
        services.AddSingleton<MonthReader>();
        services.AddSingleton<UserNames>();
        services.AddHostedService<QuotaRefresher>();
    }
}
