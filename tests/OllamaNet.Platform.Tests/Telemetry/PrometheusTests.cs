using System.Diagnostics.Metrics;
using OllamaNet.Platform.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace OllamaNet.Platform.Tests.Telemetry;

public sealed class PrometheusTests
{
    [Fact]
    public void Counters_levels_and_histograms_are_written_as_Prometheus_reads_them()
    {
        using var meter = new Meter("OllamaNet.PrometheusTests");
        using var reader = new PrometheusReader();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).AddReader(reader).Build();
        meter.CreateCounter<long>("cache.hits", unit: null, "How \"often\"\nit helped.").Add(3, new KeyValuePair<string, object?>("cache-name", "a\"b\\c\nd"));
        meter.CreateUpDownCounter<int>("streams.open").Add(-2);
        meter.CreateObservableGauge("pool.used", () => 0.5, "1");
        var duration = meter.CreateHistogram("call.duration", "s", null, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var seconds in new[] { 0.05, 0.5, 5 }) duration.Record(seconds, new KeyValuePair<string, object?>("ok", true));

        var lines = reader.Scrape().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        string[] expected =
        [
            "# TYPE call_duration_seconds histogram",
            """call_duration_seconds_bucket{ok="true",le="0.1"} 1""",
            """call_duration_seconds_bucket{ok="true",le="1"} 2""",
            """call_duration_seconds_bucket{ok="true",le="+Inf"} 3""",
            """call_duration_seconds_sum{ok="true"} 5.55""",
            """call_duration_seconds_count{ok="true"} 3""",
            """# HELP cache_hits_total How "often"\nit helped.""",
            "# TYPE cache_hits_total counter",
            """cache_hits_total{cache_name="a\"b\\c\nd"} 3""",
            "# TYPE streams_open gauge",
            "streams_open -2",
            "# TYPE pool_used_ratio gauge",
            "pool_used_ratio 0.5",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }
}
