using System.Net;
using OllamaNet.Benchmarks.Simulation;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Load;

/// <summary>Opens streams one after the other, lets them settle, measures, ends them and counts what failed.</summary>
internal sealed class StreamLoad(EventLoop loop, EngineSimulator simulator)
{
    private static readonly TimeSpan LongestRamp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="measure">Runs while the streams do; the window is as long as it.</param>
    public async Task<StreamResult> RunAsync(IPEndPoint server, IReadOnlyList<byte[]> requests, byte[] endMark, TimeSpan window, Func<Task> measure)
    {
        var latencies = new Latencies((int)(requests.Count * (window.TotalSeconds + 5) * simulator.Carousel.TokensPerSecond));
        var ramp = LongestRamp / Math.Max(requests.Count, 2000);
        List<Viewer> viewers = [];
        await loop.RunAsync(() => (simulator.Ending, simulator.Stalled) = (false, 0));
        foreach (var request in requests)
        {
            await loop.RunAsync(() => viewers.Add(new Viewer(loop, server, request, endMark, latencies)));
            await Task.Delay(ramp);
        }

        var running = await loop.UntilAsync(() => viewers.TrueForAll(v => v.Tokens > 0 || v.Failure is not null), Patience);
        await Task.Delay(Settle);
        await loop.RunAsync(latencies.Open);
        await measure();
        await loop.RunAsync(latencies.Close);
        await loop.RunAsync(() => simulator.Ending = true);
        var ended = await loop.UntilAsync(() => viewers.TrueForAll(v => v.Ended), Patience);

        var problems = viewers.Select(v => v.Failure ?? (v.Ended ? null : "no end")).OfType<string>().ToList();
        if (!running) problems.Add("not every stream began");
        if (ended && simulator.Stalled > 0) problems.Add($"{simulator.Stalled} streams were not read");
        await loop.RunAsync(() => viewers.ForEach(v => v.Dispose()));
        return new(latencies, problems);
    }
}

internal sealed record StreamResult(Latencies Latencies, IReadOnlyList<string> Problems);
