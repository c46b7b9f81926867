using Microsoft.Extensions.DependencyInjection;

namespace OllamaNet.Chat.Presets;

internal static class PresetsModule
{
    public static IServiceCollection AddPresets(this IServiceCollection services) => services
        .AddHttpContextAccessor()
        .AddScoped<PresetBook>()
        .AddScoped<PresetFiles>()
        .AddScoped<PromptVariables>()
        .AddScoped<SettingsResolver>();
}
