using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Audit;
using OllamaNet.Contracts.Auth;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Security.Access;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Platform.Security;

internal static class SecurityModule
{
    /// <summary>Who is calling and what they may do, the same in every role: a signed-in user is needed wherever an endpoint does not say otherwise.</summary>
    public static void AddSecurity(this IHostApplicationBuilder builder)
    {
        builder.AddModuleDb<PlatformDb>();
        var services = builder.Services;
        services.AddOptions<SecurityOptions>().BindConfiguration(SecurityOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MasterKey>();
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<KeySetReader>();
        services.AddSingleton(s => new TokenIssuer(s.GetRequiredService<SigningKeys>(), s.GetRequiredService<IOptions<SecurityOptions>>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TokenValidator>();
        services.AddSingleton<AccessBook>();
        services.AddSingleton<Revocations>();
        services.AddSingleton<Principals>();
        services.AddConsumer<UserDeleted, DeletedUserConsumer>();
        services.AddHostedService<RevocationPoller>();
        services.AddSingleton<ApiKeyReader>();
        services.AddSingleton<ApiKeys>();
        services.AddHostedService<ApiKeyUseWriter>();
        services.AddScoped(s => new ApiKeyStore(s.GetRequiredService<PlatformDb>(), s.GetRequiredService<ApiKeys>(), s.GetRequiredService<Revocations>(), s.GetRequiredService<AuditLog>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new FreshLogin(s.GetRequiredService<IOptions<SecurityOptions>>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, PermissionResults>();

        // AddAuthenticationCore and not AddAuthentication: the latter starts Data Protection, which nothing here uses and which writes keys to the home folder.
        services.TryAddSingleton(UrlEncoder.Default);
        services.AddAuthenticationCore(o =>
        {
            o.AddScheme<BearerHandler>(BearerHandler.SchemeName, displayName: null);
            o.DefaultScheme = BearerHandler.SchemeName;
        });
        services.AddTransient<BearerHandler>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Roles.Admin, policy => policy.RequireRole(Roles.Admin))
            .AddPermissions();
    }
}
