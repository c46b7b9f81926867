using System.ComponentModel.DataAnnotations;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Platform.Telemetry;

/// <summary>Traces, metrics and logs leave the process when the standard variable OTEL_EXPORTER_OTLP_ENDPOINT is set; /metrics is always there.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Token that opens /metrics for a scraper (as bearer). Without one, only administrators can read it.</summary>
    [Secret, MinLength(16), MaxLength(500)] public string? MetricsToken { get; init; }

    /// <summary>Share of traces that are recorded, where the caller has not decided already.</summary>
    [Range(0.0, 1.0)] public double SampleRatio { get; init; } = 1;
}
