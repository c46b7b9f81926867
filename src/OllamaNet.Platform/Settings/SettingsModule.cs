using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Platform.Settings;

public static class SettingsModule
{
    /// <summary>Lets administrators change options while the server runs. Read them with <c>IOptionsMonitor</c>: each time anew.</summary>
    /// <param name="options">Such as <c>o => o.Registration</c>.</param>
    public static void AddSettings<TOptions>(this IServiceCollection services, string section, params Expression<Func<TOptions, object?>>[] options) where TOptions : class, new()
    {
        var defaults = new TOptions();
        foreach (var option in options) services.AddSingleton(new Setting(section, PropertyOf(option), defaults));
    }

    internal static void AddSettingsStore(this IHostApplicationBuilder builder)
    {
        // The host puts it between files and environment; a bare composition of this project has none above it.
        var root = (IConfigurationRoot)builder.Configuration;
        var stored = root.Providers.OfType<StoredSettings>().FirstOrDefault();
        if (stored is null) ((IConfigurationBuilder)builder.Configuration).Add(stored = new StoredSettings());
        builder.Services.AddSingleton(stored);
        builder.Services.AddSingleton<SettingsReader>();
        builder.Services.AddHostedService<SettingsWatcher>();
        builder.Services.AddSingleton(s => new SettingsBook(
            s.GetServices<Setting>(), s.GetRequiredService<StoredSettings>(), s.GetRequiredService<SettingsReader>(), s.GetRequiredService<IConfiguration>(), s.GetRequiredService<NpgsqlDataSource>(),
            s.GetRequiredService<SecretProtector>(), s.GetRequiredService<AuditLog>()));
        builder.Services.AddSettings<Telemetry.TelemetryOptions>(Telemetry.TelemetryOptions.Section, o => o.MetricsToken);
        builder.Services.AddSettings<AuditOptions>(AuditOptions.Section, o => o.RetentionMonths);
    }

    private static PropertyInfo PropertyOf<TOptions>(Expression<Func<TOptions, object?>> option) =>
        (PropertyInfo)((MemberExpression)(option.Body is UnaryExpression cast ? cast.Operand : option.Body)).Member;
}

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The stored setting {Name} is left out: this version does not take its value")]
    public static partial void SettingLeftOut(this ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Settings cannot be read; what is known stays, and it is tried again")]
    public static partial void SettingsUnreadable(this ILogger logger, Exception exception);
}
