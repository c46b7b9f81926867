using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Faults;

public sealed class KilledNodeTests
{
    private const int Streams = 200;

    [Theory, InlineData("ollama", "/api/chat", "\"done\":true"), InlineData("openai", "/v1/chat/completions", "[DONE]")]
    public async Task A_node_killed_under_200_streams_loses_those_it_had_begun_and_no_others(string kind, string path, string end)
    {
        await using var killed = await EngineSimulator.StartAsync();
        await using var spare = await EngineSimulator.StartAsync();
        await using var host = await StartAsync(kind, killed, spare);
        using var user = await host.SignUpAsync();
        // Every second one that comes to the first node waits for its first token when the node is killed.
        for (var i = 0; i < Streams; i++) killed.AnswerNext(i % 2 == 0 ? new("a", "b") { Hold = true, FaultAfter = 1 } : new("late") { HeaderDelay = TimeSpan.FromMinutes(5) });
        spare.Answer(new SimulatedAnswer("c", "d") { Hold = true, FaultAfter = 1 });

        var streams = Enumerable.Range(0, Streams).Select(i => AskAsync(user.Client, path, $"question {i}")).ToList();
        await UntilAsync(() => killed.Calls.Count + spare.Calls.Count == Streams);
        var had = killed.Calls.Count;
        Assert.InRange(had, Streams / 4, Streams * 3 / 4);
        await Task.Delay(300);
        await killed.StopListeningAsync();

        var all = Task.WhenAll(streams);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!all.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            spare.Release();
            await Task.Delay(20);
        }

        var bodies = await all;
        var begun = (had + 1) / 2;
        Assert.Equal(begun, bodies.Count(b => b.Contains("\"error\"", StringComparison.Ordinal) && !b.Contains(end, StringComparison.Ordinal)));
        Assert.Equal(Streams - begun, bodies.Count(b => b.Contains(end, StringComparison.Ordinal)));
        Assert.Equal(Streams - begun, spare.Calls.Count);
        Assert.All(bodies, b => Assert.DoesNotContain("127.0.0.1", b, StringComparison.Ordinal));
        var loads = host.Services.GetRequiredService<NodeSet>().All.Select(n => n.Load).ToList();
        await UntilAsync(() => loads.TrueForAll(l => l.InFlight == 0));
        Assert.NotEqual(BreakerState.Closed, loads[0].Breaker);
    }

    private static async Task<TestHost> StartAsync(string kind, EngineSimulator first, EngineSimulator second)
    {
        Dictionary<string, string?> settings = new(StringComparer.Ordinal) { ["Limits:Enabled"] = "false", ["CallLimits:RequestsPerMinute"] = "0", ["Logging:LogLevel:OllamaNet"] = "None", ["Inference:ProbeInterval"] = "00:00:01" };
        foreach (var (key, value) in first.AsNode(kind, "first").Concat(second.AsNode(kind, "second", 1))) settings[key] = value;
        var host = await TestHost.StartAsync(settings);
        var inference = host.Services.GetRequiredService<IInference>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await inference.ListNodesAsync(limit.Token)).Count(n => n.Reachable) < 2) await Task.Delay(20, limit.Token);
        return host;
    }

    private static async Task<string> AskAsync(HttpClient client, string path, string question)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(new { model = EngineSimulator.Model, messages = new[] { new { role = "user", content = question } }, stream = true }),
        };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition()) await Task.Delay(10, limit.Token);
    }
}
