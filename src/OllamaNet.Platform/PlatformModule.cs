using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Backups;
using OllamaNet.Platform.Caching;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Health;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Images;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Settings;
using OllamaNet.Platform.Streaming;
using OllamaNet.Platform.Telemetry;

namespace OllamaNet.Platform;

public static class PlatformModule
{
    /// <summary>What every role stands on. Call once, before the roles.</summary>
    public static void AddPlatform(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new NpgsqlDataSourceBuilder(
            services.GetRequiredService<IConfiguration>().GetConnectionString("OllamaNet")
                ?? throw new InvalidOperationException("ConnectionStrings:OllamaNet is not set.")).Build());
        builder.Services.AddSingleton(services => new DataDirectory(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton<Migrator>();
        builder.AddSettingsStore();
        builder.Services.AddSingleton<Changes>();
        builder.Services.AddHostedService<ChangeRelay>();
        builder.Services.AddOptions<CacheOptions>().BindConfiguration(CacheOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<HybridCache, MemoryCacheOfDomains>();
        builder.Services.AddHttpConventions();
        builder.Services.AddOptions<OutgoingOptions>().BindConfiguration(OutgoingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSettings<OutgoingOptions>(OutgoingOptions.Section, o => o.PrivateTargets);
        builder.Services.AddSingleton<GuardedHttp>();
        builder.AddTelemetry();
        builder.AddSecurity();
        builder.AddJobs();
        builder.AddAudit();
        builder.AddPlatformHealth();
        builder.Services.AddSingleton<Backup>();
        builder.Services.AddSingleton<Restore>();
        builder.Services.AddOptions<ImageOptions>().BindConfiguration(ImageOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => new ImageCleaner(
            services.GetRequiredService<IOptions<ImageOptions>>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ImageCleaner>>()));
    }
}
