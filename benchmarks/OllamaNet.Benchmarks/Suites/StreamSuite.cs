using System.Net;
using OllamaNet.Benchmarks.Load;
using OllamaNet.Benchmarks.Product;
using OllamaNet.Benchmarks.Simulation;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>The path of a token: simulator → host → client, and beside it the same without the host, which shows what the measurement itself adds.</summary>
internal sealed class StreamSuite(Plan plan, Report report)
{
    private const int Users = 10;

    public async Task RunAsync()
    {
        Report.Title($"Streams of {Carousel.UsualTokensPerSecond} tokens/s, {plan.Window.TotalSeconds:0} s each; host and its PostgreSQL on core {Machine.ProductCore}, simulator and load on the other");
        Report.Note("Rate limits and Chat:MaxRunsPerUser are lifted; 10 users, one conversation a stream, each with a title.");
        using var loop = new EventLoop();
        using var simulator = new EngineSimulator(loop);
        var load = new StreamLoad(loop, simulator);
        await DirectAsync(load, simulator.Address, plan.Streams.Max(), TimeSpan.FromSeconds(1)); // compiles the load's own code

        using var installation = new Installation();
        await using var product = await ProductProcess.StartAsync(Machine.ProductCore, installation.Data, Installation.With(simulator.Address));
        var requests = await PrepareAsync(product.Address);
        await WarmAsync(load, product, requests);

        foreach (var count in plan.Streams) await MeasureAsync(load, simulator.Address, product, requests.Take(count).ToList());
        await FirstTokenAsync(loop, simulator.Address, product);
    }

    private async Task MeasureAsync(StreamLoad load, IPEndPoint simulator, ProductProcess product, List<byte[]> requests)
    {
        List<(StreamResult Direct, StreamResult Through, Usage Before, Usage After)> runs = [];
        for (var i = 0; i < plan.Repetitions; i++)
        {
            var direct = await DirectAsync(load, simulator, requests.Count, plan.Window);
            Usage? before = null, after = null;
            var through = await load.RunAsync(product.Address, requests, "\"finish\""u8.ToArray(), plan.Window, async () =>
            {
                before = product.Measure();
                await Task.Delay(plan.Window);
                after = product.Measure();
            });
            runs.Add((direct, through, before!, after!));
        }

        var (name, at500) = (requests.Count == 1 ? "1 stream: " : $"{requests.Count} streams: ", requests.Count == 500);
        report.Add(name + "latency p50", "ms", [.. runs.Select(r => r.Through.Latencies.Milliseconds(0.50))], at500 ? 0.15 : null);
        report.Add(name + "latency p99", "ms", [.. runs.Select(r => r.Through.Latencies.Milliseconds(0.99))]);
        report.Add(name + "  of it simulator and load alone, p50", "ms", [.. runs.Select(r => r.Direct.Latencies.Milliseconds(0.50))]);
        report.Add(name + "  of it simulator and load alone, p99", "ms", [.. runs.Select(r => r.Direct.Latencies.Milliseconds(0.99))]);
        report.Add(name + "CPU of the host", "µs/token", [.. runs.Select(r => (r.After.HostCpuSeconds - r.Before.HostCpuSeconds) * 1e6 / r.Through.Latencies.Count)], at500 ? 90 : null);
        report.Add(name + "CPU of PostgreSQL", "µs/token", [.. runs.Select(r => (r.After.PostgresCpuSeconds - r.Before.PostgresCpuSeconds) * 1e6 / r.Through.Latencies.Count)]);
        report.Add(name + "tokens", "/s", [.. runs.Select(r => r.Through.Latencies.Count / plan.Window.TotalSeconds)]);
        report.Add(name + "memory of the host (RSS)", "MB", [.. runs.Select(r => r.After.HostMegabytes)], at500 ? 200 : null);
        report.Add(name + "failed streams", "", [.. runs.Select(r => (double)r.Through.Problems.Count)], 0);
        foreach (var problem in runs.SelectMany(r => r.Through.Problems.Concat(r.Direct.Problems.Select(p => "without the host: " + p))).CountBy(p => p)) Report.Note($"{problem.Value} × {problem.Key}");
    }

    private async Task FirstTokenAsync(EventLoop loop, IPEndPoint simulator, ProductProcess product)
    {
        using var ada = await Account.RegisterAsync(product.Address, "first");
        var conversations = await ada.CreateConversationsAsync(plan.FirstTokens * (plan.Repetitions + 1));
        var requests = conversations.Select(c => Ask(product.Address, ada, c, "once")).ToList();
        var direct = Direct(simulator, "once");
        var load = new RequestLoad(loop);

        List<(RequestResult Through, RequestResult Direct)> runs = [];
        for (var i = 0; i <= plan.Repetitions; i++)
        {
            var without = await load.RunAsync(simulator, plan.FirstTokens, 1, _ => direct, "t="u8.ToArray());
            var offset = i * plan.FirstTokens;
            runs.Add((await load.RunAsync(product.Address, plan.FirstTokens, 1, n => requests[offset + n], "t="u8.ToArray()), without));
        }

        runs.RemoveAt(0); // warms
        report.Add("time to first token, p50", "ms", [.. runs.Select(r => r.Through.First.Milliseconds(0.50))]);
        report.Add("time to first token, p99", "ms", [.. runs.Select(r => r.Through.First.Milliseconds(0.99))], 52);
        report.Add("  of it simulator and load alone, p50", "ms", [.. runs.Select(r => r.Direct.First.Milliseconds(0.50))]);
        report.Add("failed first tokens", "", [.. runs.Select(r => (double)r.Through.Problems.Count)], 0);
    }

    private async Task<List<byte[]>> PrepareAsync(IPEndPoint product)
    {
        List<byte[]> requests = [];
        for (var i = 0; i < Users; i++)
        {
            using var user = await Account.RegisterAsync(product, $"reader{i}");
            requests.AddRange((await user.CreateConversationsAsync((plan.Streams.Max() + Users - 1) / Users)).Select(c => Ask(product, user, c, "stream")));
        }

        return requests;
    }

    /// <summary>The host compiles its hot code in the background, in steps; the figures are of what it ends with.</summary>
    private Task<StreamResult> WarmAsync(StreamLoad load, ProductProcess product, List<byte[]> requests) =>
        load.RunAsync(product.Address, requests.Take(200).ToList(), "\"finish\""u8.ToArray(), plan.WarmUp, () => Task.Delay(plan.WarmUp));

    private static Task<StreamResult> DirectAsync(StreamLoad load, IPEndPoint simulator, int count, TimeSpan window) =>
        load.RunAsync(simulator, [.. Enumerable.Repeat(Direct(simulator, "stream"), count)], "\"done\":true"u8.ToArray(), window, () => Task.Delay(window));

    private static byte[] Ask(IPEndPoint product, Account user, string conversation, string model) =>
        Request.Post(product, $"/api/v1/conversations/{conversation}/messages", user.Token, $$"""{"message":"What time is it?","model":"{{model}}"}""");

    private static byte[] Direct(IPEndPoint simulator, string model) =>
        Request.Post(simulator, "/api/chat", token: null, $$"""{"model":"{{model}}","messages":[{"role":"user","content":"What time is it?"}]}""");
}
