using System.Diagnostics;
using System.Net;
using OllamaNet.Benchmarks.Simulation;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Load;

/// <summary>Readers who go away in mid-stream, one after the other: how long the engine goes on for nobody.</summary>
internal sealed class LeaveLoad(EventLoop loop, EngineSimulator simulator)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<(Latencies Latencies, int Failed)> RunAsync(IPEndPoint server, byte[] request, int count)
    {
        var latencies = new Latencies(count);
        var failed = 0;
        await loop.RunAsync(() => simulator.Ending = false);
        await loop.RunAsync(latencies.Open);
        for (var i = 0; i < count; i++)
        {
            Viewer? viewer = null;
            long left = 0;
            await loop.RunAsync(() => viewer = new Viewer(loop, server, request, [0], new Latencies(0)));
            if (!await loop.UntilAsync(() => viewer!.Tokens > 1 || viewer.Failure is not null, Patience)) failed++;
            await loop.RunAsync(() =>
            {
                simulator.LastLeft = 0;
                left = Stopwatch.GetTimestamp();
                viewer!.Dispose();
            });
            if (await loop.UntilAsync(() => simulator.LastLeft != 0, Patience)) latencies.Add(left, simulator.LastLeft);
            else failed++;
        }

        return (latencies, failed);
    }
}
