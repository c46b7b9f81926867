using System.Globalization;
using OllamaNet.Benchmarks.Load;
using OllamaNet.Benchmarks.Product;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>Sends one kind of request after the other, and reports latency and queries.</summary>
internal sealed class RequestMeter(RequestLoad load, ProductProcess product, QueryCount queries, Plan plan, Report report)
{
    /// <param name="goal">Of the p95, in milliseconds.</param>
    /// <param name="withQueries">Also how many queries each costs.</param>
    public async Task MeasureAsync(string name, Func<int, byte[]> request, int count, double? goal = null, bool withQueries = true)
    {
        await load.RunAsync(product.Address, count / 4, 1, request); // warms
        List<RequestResult> runs = [];
        if (withQueries) report.Add(name + "queries a request", "", [await queries.OfAsync(count, RunAsync)]);
        while (runs.Count < plan.Repetitions) await RunAsync();
        Add(name, runs, goal);

        async Task RunAsync() => runs.Add(await load.RunAsync(product.Address, count, 1, request));
    }

    /// <returns>The median.</returns>
    public double Add(string name, List<RequestResult> runs, double? goal = null)
    {
        List<double> At(double quantile) => runs.ConvertAll(r => r.Whole.Milliseconds(quantile));
        report.Add(name + "p50", "ms", At(0.50));
        report.Add(name + "p95", "ms", At(0.95), goal);
        report.Add(name + "p99", "ms", At(0.99));
        if (runs.SelectMany(r => r.Problems).CountBy(p => p).ToList() is { Count: > 0 } problems) Report.Note("failed: " + string.Join(", ", problems.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Value} × {p.Key}"))));
        return At(0.50).Order().ElementAt(runs.Count / 2);
    }
}
