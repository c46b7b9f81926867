using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace OllamaNet.Platform.Audit;

internal static class AuditModule
{
    public static void AddAudit(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpContextAccessor();
        services.AddSingleton<AuditKey>();
        services.AddSingleton<AuditSignal>();
        services.AddSingleton(s => new AuditLog(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<IHttpContextAccessor>(), s.GetRequiredService<AuditSignal>()));
        services.AddSingleton(s => new AuditReader(s.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(s => new AuditVerifier(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<AuditKey>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditChainer>();
        services.AddHostedService(s => s.GetRequiredService<AuditChainer>());
        services.AddSingleton<AuditKeeper>();
        services.AddHostedService(s => s.GetRequiredService<AuditKeeper>());
    }
}
