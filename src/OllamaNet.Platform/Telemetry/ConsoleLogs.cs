using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace OllamaNet.Platform.Telemetry;

/// <summary>Logs on standard output: one JSON object a line for collectors, one readable line for a person at a terminal.</summary>
internal static class ConsoleLogs
{
    private static readonly Dictionary<string, string?> Levels = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        // Without a built UI the page says so itself.
        ["Logging:LogLevel:Microsoft.AspNetCore.StaticFiles"] = "Error",
        // The same exception comes once more from where it is handled, with a name of ours.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Critical",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Query"] = "Critical",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Update"] = "Critical",
    };

    public static void AddConsoleLogs(this IHostApplicationBuilder builder)
    {
        // First of the sources: every setting of the installation overrides it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
        builder.Logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        builder.Logging.AddConsoleFormatter<PlainLines, ConsoleFormatterOptions>();
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.FormatterName ??= Console.IsOutputRedirected ? JsonLines.FormatterName : PlainLines.FormatterName);
    }
}
