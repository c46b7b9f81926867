using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Sso.Administration;
using OllamaNet.Auth.Sso.Links;
using OllamaNet.Auth.Sso.Protocol;

namespace OllamaNet.Auth.Sso;

/// <summary>Logging in at OpenID Connect providers.</summary>
internal static class SsoModule
{
    public static void AddSso(this IServiceCollection services) => services
        .AddSingleton<Providers>()
        .AddSingleton<IdTokens>()
        .AddSingleton<CodeExchange>()
        .AddSingleton<SsoAttempts>()
        .AddScoped<SsoJourney>()
        .AddScoped<SsoAccounts>()
        .AddScoped<RuledRoles>()
        .AddScoped<SsoLogin>()
        .AddScoped<Linker>()
        .AddScoped<ProviderBook>();
}
