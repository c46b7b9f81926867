using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OllamaNet.Platform.Telemetry;

/// <summary>OpenTelemetry over what .NET itself emits: no instrumentation package is needed. Roles name their sources and meters <c>OllamaNet.*</c>.</summary>
internal static class TelemetryModule
{
    private static readonly string[] Sources = ["OllamaNet.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];
    private static readonly string[] Meters = ["OllamaNet.*", "Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Microsoft.EntityFrameworkCore", "Npgsql"];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        // .NET 10 leaves server spans without attributes unless told so before the host is built.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

        var services = builder.Services;
        var collector = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } address ? new Uri(address.TrimEnd('/') + '/') : null;
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PrometheusReader>();
        services.AddSingleton(provider => BuildTracing(collector, provider.GetRequiredService<IOptions<TelemetryOptions>>().Value));
        services.AddSingleton(provider => BuildMetrics(collector, provider.GetRequiredService<PrometheusReader>()));
        services.AddHostedService<TelemetryLifetime>();

        builder.AddConsoleLogs();
        if (collector is null) return;
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(Resource());
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter(options => Send(options, collector, "v1/logs"));
        });
    }

    private static TracerProvider BuildTracing(Uri? collector, TelemetryOptions options)
    {
        var builder = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddSource(Sources)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SampleRatio)))
            .AddProcessor(new ProbeFilter());
        if (collector is not null) builder.AddOtlpExporter(exporter => Send(exporter, collector, "v1/traces"));
        return builder.Build();
    }

    private static MeterProvider BuildMetrics(Uri? collector, PrometheusReader prometheus)
    {
        var builder = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters).AddReader(prometheus);
        if (collector is not null) builder.AddOtlpExporter((exporter, _) => Send(exporter, collector, "v1/metrics"));
        return builder.Build();
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateDefault()
        .AddService("ollamanet", serviceVersion: typeof(TelemetryModule).Assembly.GetName().Version!.ToString(3), serviceInstanceId: Environment.MachineName)
        .AddEnvironmentVariableDetector();

    // The path of the signal is not added by itself when the endpoint comes from code.
    private static void Send(OtlpExporterOptions exporter, Uri collector, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(collector, path);
    }

    // Probes and scrapes would drown everything else.
    private sealed class ProbeFilter : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.GetTagItem("url.path") is "/health/live" or "/health/ready" or "/metrics") data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}

/// <summary>Makes the providers before the server listens, and sends what is left before the process ends.</summary>
internal sealed class TelemetryLifetime(TracerProvider tracing, MeterProvider metrics) : IHostedService
{
    private const int FlushMilliseconds = 2000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            tracing.ForceFlush(FlushMilliseconds);
            metrics.ForceFlush(FlushMilliseconds);
        },
        CancellationToken.None);
}
