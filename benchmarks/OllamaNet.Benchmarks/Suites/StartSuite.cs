using OllamaNet.Benchmarks.Product;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>From <c>./run</c> on an unchanged tree to ready, and what then is in memory while nothing happens.</summary>
internal sealed class StartSuite(Plan plan, Report report)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public async Task RunAsync()
    {
        Report.Title($"Start: ./run to /health/ready, data and build there already, cores {Machine.AllCores}");
        using var installation = new Installation();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (await ProductProcess.StartAsync(Machine.AllCores, installation.Data, settings))
        {
            // Makes the database.
        }

        List<double> starts = [], host = [], postgres = [];
        for (var i = 0; i < plan.Starts; i++)
        {
            await using var product = await ProductProcess.StartAsync(Machine.AllCores, installation.Data, settings);
            starts.Add(product.ReadyAfter.TotalSeconds);
            if (i >= plan.Repetitions) continue;

            await Task.Delay(Idle);
            var usage = product.Measure();
            host.Add(usage.HostMegabytes);
            postgres.Add(usage.PostgresMegabytes);
        }

        report.Add("cold start", "s", starts, 3);
        report.Add("memory of the host, idle (RSS)", "MB", host, 150);
        report.Add("memory of PostgreSQL, idle (PSS, all processes)", "MB", postgres);
    }
}
