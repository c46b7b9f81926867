using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OllamaNet.Platform.Telemetry;

/// <summary>Metrics in Prometheus' text format 0.0.4: one HELP and TYPE a name, whatever meters share it.</summary>
internal sealed class PrometheusPage
{
    private readonly SortedDictionary<string, Family> families = new(StringComparer.Ordinal);

    public void Add(Metric metric)
    {
        if (TypeOf(metric.MetricType) is not { } type) return;

        var name = NameOf(metric, type);
        if (!families.TryGetValue(name, out var family)) families[name] = family = new(type, metric.Description, new());
        if (family.Type != type) return;
        foreach (ref readonly var point in metric.GetMetricPoints()) Write(family.Lines, name, metric.MetricType, point);
    }

    public override string ToString()
    {
        var page = new StringBuilder();
        foreach (var (name, family) in families)
        {
            if (family.Help.Length > 0) page.Append("# HELP ").Append(name).Append(' ').Append(family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
            page.Append("# TYPE ").Append(name).Append(' ').Append(family.Type).Append('\n').Append(family.Lines);
        }

        return page.ToString();
    }

    // Exponential histograms have no text form.
    private static string? TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => "gauge",
        MetricType.Histogram => "histogram",
        _ => null,
    };

    private static string NameOf(Metric metric, string type)
    {
        var name = string.Concat(metric.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':' ? c : '_'));
        if (char.IsAsciiDigit(name[0])) name = '_' + name;
        var unit = metric.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "1" when type == "gauge" => "_ratio", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return type == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static void Write(StringBuilder lines, string name, MetricType type, in MetricPoint point)
    {
        var labels = LabelsOf(point.Tags);
        switch (type)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic: Line(lines, name, labels, point.GetSumLong()); break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic: Line(lines, name, labels, point.GetSumDouble()); break;
            case MetricType.LongGauge: Line(lines, name, labels, point.GetGaugeLastValueLong()); break;
            case MetricType.DoubleGauge: Line(lines, name, labels, point.GetGaugeLastValueDouble()); break;
            default: WriteHistogram(lines, name, labels, point); break;
        }
    }

    private static void WriteHistogram(StringBuilder lines, string name, string labels, in MetricPoint point)
    {
        var prefix = labels.Length > 0 ? labels + "," : "";
        long total = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            total += bucket.BucketCount;
            Line(lines, name + "_bucket", $"{prefix}le=\"{NumberOf(bucket.ExplicitBound)}\"", total);
        }

        Line(lines, name + "_sum", labels, point.GetHistogramSum());
        Line(lines, name + "_count", labels, point.GetHistogramCount());
    }

    private static string LabelsOf(in ReadOnlyTagCollection tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (labels.Length > 0) labels.Append(',');
            foreach (var c in key) labels.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            labels.Append("=\"").Append(Escape(value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return labels.ToString();
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static void Line(StringBuilder lines, string name, string labels, double value)
    {
        lines.Append(name);
        if (labels.Length > 0) lines.Append('{').Append(labels).Append('}');
        lines.Append(' ').Append(NumberOf(value)).Append('\n');
    }

    private static string NumberOf(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private sealed record Family(string Type, string Help, StringBuilder Lines);
}
