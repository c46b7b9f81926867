using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OllamaNet.Platform.Telemetry;

/// <summary>A pull reader: each scrape collects and writes the Prometheus text format. The SDK aggregates and limits cardinality.</summary>
internal sealed class PrometheusReader() : BaseExportingMetricReader(new TextExporter())
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const int CollectMilliseconds = 2000;
    private readonly Lock gate = new();

    public string Scrape()
    {
        lock (gate)
        {
            var text = (TextExporter)exporter;
            text.Collect!(CollectMilliseconds); // The reader's own Collect refuses a pull-only exporter.
            return text.Text;
        }
    }

    [ExportModes(ExportModes.Pull)]
    private sealed class TextExporter : BaseExporter<Metric>, IPullMetricExporter
    {
        public string Text { get; private set; } = "";

        public Func<int, bool>? Collect { get; set; }

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var page = new PrometheusPage();
            foreach (var metric in batch) page.Add(metric);
            Text = page.ToString();
            return ExportResult.Success;
        }
    }
}
