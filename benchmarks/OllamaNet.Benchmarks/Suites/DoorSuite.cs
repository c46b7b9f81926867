using System.Diagnostics;
using OllamaNet.Benchmarks.Load;
using OllamaNet.Benchmarks.Product;
using OllamaNet.Benchmarks.Simulation;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>
/// The doors of other APIs, beside the direct way to the engine and nginx before it, in one run and on the same core: with key check, limits,
/// scheduling and usage rows on.
/// </summary>
internal sealed class DoorSuite(Plan plan, Report report)
{
    private const int Leavers = 100;
    private const int Background = 100;

    public async Task RunAsync()
    {
        Report.Title($"Doors: streams of {Carousel.UsualTokensPerSecond} tokens/s, {plan.Window.TotalSeconds:0} s each; what is measured on core {Machine.ProductCore}, simulator and load on the other");
        if (!NginxProcess.IsInstalled) Report.Note("nginx is not here (Debian: apt-get install nginx-light): measured without it.");
        using var loop = new EventLoop();
        using var simulator = new EngineSimulator(loop);
        using var installation = new Installation();
        await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.WithDoors(simulator.Address));
        await using var nginx = NginxProcess.IsInstalled ? await NginxProcess.StartAsync(Machine.ProductCore, simulator.Address) : null;
        using var user = await Account.RegisterAsync(product.Address, "caller");
        var key = await user.CreateKeyAsync();

        var cpu = () => product.Measure().HostCpuSeconds;
        var direct = DoorPath.OpenAI("direct", simulator.Address, key: null, "relay", "relay-once", cpu: null);
        var relay = DoorPath.OpenAI("relay", product.Address, key, "relay", "relay-once", cpu);
        var translated = DoorPath.OpenAI("translated", product.Address, key, "stream", "once", cpu);
        List<DoorPath> yardsticks = nginx is null ? [direct] : [direct, DoorPath.OpenAI("nginx", nginx.Address, key: null, "relay", "relay-once", nginx.CpuSeconds)];

        var load = new StreamLoad(loop, simulator);
        await WarmAsync(load, [relay, translated]);
        foreach (var count in plan.DoorStreams) await StreamsAsync(load, [.. yardsticks, relay, translated], count);
        DoorPath[] others = [DoorPath.Ollama("Ollama relay", product.Address, key, cpu), DoorPath.Anthropic("Anthropic translated", product.Address, key, cpu)];
        await WarmAsync(load, others);
        await StreamsAsync(load, [translated, .. others], 600);

        await FirstTokensAsync(loop, load, [.. yardsticks, relay, translated]);
        await LeavesAsync(new LeaveLoad(loop, simulator), [.. yardsticks.Skip(1), relay, translated]);
        await SmallRequestsAsync(new RequestLoad(loop), [.. yardsticks, relay]);
    }

    /// <summary>As many slower streams as the machine's file limit allows.</summary>
    public async Task ManyAsync()
    {
        Report.Title($"Doors: streams of {plan.ManySpeed} tokens/s, {plan.Window.TotalSeconds:0} s each");
        foreach (var count in plan.ManyStreams)
        {
            // All anew for each number: connections that the last one left open would count against the limit.
            using var loop = new EventLoop();
            using var simulator = new EngineSimulator(loop);
            using var installation = new Installation();
            await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.WithDoors(simulator.Address));
            await using var nginx = NginxProcess.IsInstalled ? await NginxProcess.StartAsync(Machine.ProductCore, simulator.Address) : null;
            using var user = await Account.RegisterAsync(product.Address, "caller");
            List<DoorPath> paths = [DoorPath.OpenAI("direct", simulator.Address, key: null, "relay", "relay-once", cpu: null)];
            if (nginx is not null) paths.Add(DoorPath.OpenAI("nginx", nginx.Address, key: null, "relay", "relay-once", nginx.CpuSeconds));
            paths.Add(DoorPath.OpenAI("relay", product.Address, await user.CreateKeyAsync(), "relay", "relay-once", () => product.Measure().HostCpuSeconds));

            var load = new StreamLoad(loop, simulator);
            await WarmAsync(load, [paths[^1]]);
            await ManyAsync(load, simulator, product, paths, count);
        }
    }

    /// <summary>A million small requests: the memory of the host after each tenth of them.</summary>
    public async Task SoakAsync()
    {
        Report.Title("Doors: 1,000,000 small requests");
        using var loop = new EventLoop();
        using var simulator = new EngineSimulator(loop);
        using var installation = new Installation();
        await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.WithDoors(simulator.Address));
        using var user = await Account.RegisterAsync(product.Address, "caller");
        var request = DoorPath.OpenAI("relay", product.Address, await user.CreateKeyAsync(), "relay", "relay-once", cpu: null).Small;

        var load = new RequestLoad(loop);
        for (var i = 1; i <= 10; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var result = await load.RunAsync(product.Address, 100_000, 64, _ => request);
            var (rate, memory) = (result.Whole.Count / Stopwatch.GetElapsedTime(began).TotalSeconds, product.Measure().HostMegabytes);
            report.Add($"after {i * 100_000} requests: memory of the host (RSS)", "MB", [memory]);
            report.Add($"after {i * 100_000} requests: rate", "/s", [rate]);
            foreach (var problem in result.Problems.CountBy(p => p)) Report.Note($"{problem.Value} × {problem.Key}");
        }
    }

    private async Task StreamsAsync(StreamLoad load, IReadOnlyList<DoorPath> paths, int count)
    {
        var runs = paths.ToDictionary(p => p, _ => new List<(StreamResult Result, double Cpu)>());
        for (var i = 0; i < plan.Repetitions; i++)
        {
            foreach (var path in paths) runs[path].Add(await StreamAsync(load, path, count));
        }

        foreach (var path in paths)
        {
            var (name, translated) = ($"{count} streams, {path.Name}: ", path.Name.EndsWith("translated", StringComparison.Ordinal));
            var isOurs = path.Name is not ("direct" or "nginx");
            report.Add(name + "latency p50", "ms", [.. runs[path].Select(r => r.Result.Latencies.Milliseconds(0.50))]);
            report.Add(name + "latency p99", "ms", [.. runs[path].Select(r => r.Result.Latencies.Milliseconds(0.99))]);
            if (path.Cpu is not null)
            {
                if (paths[0].Name == "direct")
                {
                    report.Add(name + "added p50", "ms", [.. runs[path].Zip(runs[paths[0]], (r, b) => r.Result.Latencies.Milliseconds(0.50) - b.Result.Latencies.Milliseconds(0.50))], isOurs && count == 1000 && !translated ? 0.12 : null);
                    report.Add(name + "added p99", "ms", [.. runs[path].Zip(runs[paths[0]], (r, b) => r.Result.Latencies.Milliseconds(0.99) - b.Result.Latencies.Milliseconds(0.99))], isOurs && count == 100 ? 0.4 : null);
                }

                report.Add(name + "CPU", "µs/token", [.. runs[path].Select(r => r.Cpu)], (isOurs, translated, count) switch { (true, false, 1000) => 45, (true, true, 600) => 75, _ => null });
            }

            ReportProblems(name, runs[path].Select(r => r.Result));
        }
    }

    private async Task<(StreamResult Result, double Cpu)> StreamAsync(StreamLoad load, DoorPath path, int count)
    {
        double before = 0, after = 0;
        var result = await load.RunAsync(path.Server, [.. Enumerable.Repeat(path.Stream, count)], path.End, plan.Window, async () =>
        {
            before = path.Cpu?.Invoke() ?? 0;
            await Task.Delay(plan.Window);
            after = path.Cpu?.Invoke() ?? 0;
        });
        return (result, (after - before) * 1e6 / result.Latencies.Count);
    }

    /// <summary>One after the other, while other streams run.</summary>
    private async Task FirstTokensAsync(EventLoop loop, StreamLoad load, IReadOnlyList<DoorPath> paths)
    {
        var requests = new RequestLoad(loop);
        var runs = paths.ToDictionary(p => p, _ => new List<RequestResult>());
        for (var i = 0; i < plan.Repetitions; i++)
        {
            foreach (var path in paths)
            {
                await load.RunAsync(path.Server, [.. Enumerable.Repeat(path.Stream, Background)], path.End, plan.Window,
                    async () => runs[path].Add(await requests.RunAsync(path.Server, plan.FirstTokens, 1, _ => path.Once, "t="u8.ToArray())));
            }
        }

        foreach (var path in paths)
        {
            var name = $"time to first token beside {Background} streams, {path.Name}: ";
            report.Add(name + "p50", "ms", [.. runs[path].Select(r => r.First.Milliseconds(0.50))]);
            report.Add(name + "p99", "ms", [.. runs[path].Select(r => r.First.Milliseconds(0.99))]);
            if (path.Cpu is not null)
                report.Add(name + "added p99", "ms", [.. runs[path].Zip(runs[paths[0]], (r, b) => r.First.Milliseconds(0.99) - b.First.Milliseconds(0.99))], path.Name == "nginx" ? null : 0.5);
            if (runs[path].Sum(r => r.Problems.Count) is > 0 and var failed) Report.Note($"{name}{failed} failed");
        }
    }

    private async Task LeavesAsync(LeaveLoad load, IReadOnlyList<DoorPath> paths)
    {
        foreach (var path in paths)
        {
            var (latencies, failed) = await load.RunAsync(path.Server, path.Stream, Leavers);
            report.Add($"a reader leaves, {path.Name}: the engine knows, p50", "ms", [latencies.Milliseconds(0.50)]);
            report.Add($"a reader leaves, {path.Name}: the engine knows, p99", "ms", [latencies.Milliseconds(0.99)], path.Name == "nginx" ? null : 20);
            if (failed > 0) Report.Note($"{failed} × the engine never knew");
        }
    }

    private async Task SmallRequestsAsync(RequestLoad load, IReadOnlyList<DoorPath> paths)
    {
        foreach (var path in paths)
        {
            List<double> rates = [];
            for (var i = 0; i <= plan.Repetitions; i++)
            {
                var began = Stopwatch.GetTimestamp();
                var result = await load.RunAsync(path.Server, plan.SmallRequests, 64, _ => path.Small);
                if (i > 0) rates.Add(result.Whole.Count / Stopwatch.GetElapsedTime(began).TotalSeconds);
                foreach (var problem in result.Problems.CountBy(p => p)) Report.Note($"{problem.Value} × {problem.Key}");
            }

            report.Add($"small requests, {path.Name}", "/s", rates);
        }
    }

    private async Task ManyAsync(StreamLoad load, EngineSimulator simulator, ProductProcess product, IReadOnlyList<DoorPath> paths, int count)
    {
        simulator.Carousel.TokensPerSecond = plan.ManySpeed;
        foreach (var path in paths)
        {
            var name = $"{count} streams of {plan.ManySpeed}/s, {path.Name}: ";
            var (before, during) = (product.Measure().HostMegabytes, 0.0);
            double cpu = 0;
            var result = await load.RunAsync(path.Server, [.. Enumerable.Repeat(path.Stream, count)], path.End, plan.Window, async () =>
            {
                var began = path.Cpu?.Invoke() ?? 0;
                await Task.Delay(plan.Window);
                (cpu, during) = ((path.Cpu?.Invoke() ?? 0) - began, product.Measure().HostMegabytes);
            });
            report.Add(name + "latency p50", "ms", [result.Latencies.Milliseconds(0.50)]);
            report.Add(name + "latency p99", "ms", [result.Latencies.Milliseconds(0.99)]);
            report.Add(name + "failed", "", [result.Problems.Count], path.Name == "relay" ? 0 : null);
            if (path.Cpu is not null) report.Add(name + "CPU", "µs/token", [cpu * 1e6 / result.Latencies.Count]);
            if (path.Name == "relay") report.Add(name + "memory a stream", "KB", [(during - before) * 1024 / count], 60);
            ReportProblems(name, [result]);
        }
    }

    private async Task WarmAsync(StreamLoad load, IReadOnlyList<DoorPath> paths)
    {
        foreach (var path in paths) await load.RunAsync(path.Server, [.. Enumerable.Repeat(path.Stream, 200)], path.End, plan.WarmUp, () => Task.Delay(plan.WarmUp));
    }

    private static void ReportProblems(string name, IEnumerable<StreamResult> results)
    {
        foreach (var problem in results.SelectMany(r => r.Problems).CountBy(p => p).Take(5)) Report.Note($"{name}{problem.Value} × {problem.Key}");
    }
}
