using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Faults;

/// <summary>The real host on two nodes of each kind, which all do the same wrong.</summary>
/// <param name="places">Requests that a node takes at once, and failures that its breaker takes.</param>
public abstract class FaultHost(int places) : IAsyncLifetime
{

    internal EngineSimulator[] Ollama { get; private set; } = [];

    internal EngineSimulator[] OpenAI { get; private set; } = [];

    internal TestHost Host { get; private set; } = null!;

    internal TestUser User { get; private set; } = null!;

    internal IReadOnlyList<Node> Nodes => Host.Services.GetRequiredService<NodeSet>().All;

    public async ValueTask InitializeAsync()
    {
        Ollama = [await EngineSimulator.StartAsync(), await EngineSimulator.StartAsync()];
        OpenAI = [await EngineSimulator.StartAsync(), await EngineSimulator.StartAsync()];
        Dictionary<string, string?> settings = new(StringComparer.Ordinal)
        {
            ["Chat:Titles"] = "false",
            ["CallLimits:RequestsPerMinute"] = "0",
            ["Limits:Enabled"] = "false",
            ["Inference:ProbeInterval"] = "00:00:01",
            ["Inference:FirstTokenTimeout"] = "00:00:01.500",
            ["Inference:BetweenTokensTimeout"] = "00:00:01.500",
            ["Inference:TotalTimeout"] = "00:00:03",
            ["Chat:MaxRunsPerUser"] = "100",
            ["Inference:RetryPause"] = "00:00:00.001",
            ["Inference:BreakerFailures"] = places.ToString(CultureInfo.InvariantCulture),
            ["Inference:BreakerWindow"] = "00:00:00.050",
            ["Logging:LogLevel:OllamaNet"] = "None",
        };
        foreach (var (i, (simulator, kind)) in Ollama.Select(s => (s, "ollama")).Concat(OpenAI.Select(s => (s, "openai"))).Index())
        {
            simulator.Models = [new($"{kind}:latest") { Digest = $"sha256:0{i}" }, new($"{kind}-embed:latest") { Capabilities = ["embedding"], Digest = $"sha256:1{i}" }];
            foreach (var (key, value) in simulator.AsNode(kind, $"{kind}-{i.ToString(CultureInfo.InvariantCulture)}", i, ("MaxConcurrent", places.ToString(CultureInfo.InvariantCulture)))) settings[key] = value;
        }

        Host = await TestHost.StartAsync(settings);
        User = await Host.SignUpAsync();
        await HealthyAsync("ollama");
        await HealthyAsync("openai");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        User.Dispose();
        await Host.DisposeAsync();
        foreach (var simulator in Ollama.Concat(OpenAI)) await simulator.DisposeAsync();
    }

    internal EngineSimulator[] Of(string kind) => kind == "ollama" ? Ollama : OpenAI;

    internal IEnumerable<NodeLoad> LoadsOf(string kind) => Nodes.Where(n => n.Name.StartsWith(kind, StringComparison.Ordinal)).Select(n => n.Load);

    internal int CallsOf(string kind) => Of(kind).Sum(s => s.Calls.Count);

    internal async Task<Seen> AskAsync(Api api, string kind)
    {
        Guid conversation = default;
        if (api.Form is Form.Own)
        {
            using var created = await User.Client.PostAsJsonAsync("/api/v1/conversations", new { });
            conversation = (await created.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("id").GetGuid();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, api.Path(conversation)) { Content = JsonContent.Create(api.Body($"{kind}{(api.Embeds ? "-embed" : "")}:latest")) };
        if (api.Form is Form.Anthropic) request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await User.Client.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(30));
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.Delta);
    }

    /// <summary>Both nodes are reachable and nothing that was is held against them.</summary>
    internal async Task HealthyAsync(string kind)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var inference = Host.Services.GetRequiredService<IInference>();
        while ((await inference.ListNodesAsync(limit.Token)).Count(n => n.Name.StartsWith(kind, StringComparison.Ordinal) && n.Reachable) < 2) await Task.Delay(20, limit.Token);
        foreach (var load in LoadsOf(kind)) load.Began(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>A call's place is given back a moment after its caller has the end.</summary>
    internal async Task<bool> IsIdleAsync(string kind)
    {
        for (var i = 0; i < 200; i++)
        {
            if (LoadsOf(kind).All(l => l.InFlight == 0)) return true;
            await Task.Delay(10);
        }

        return false;
    }
}

/// <summary>For faults that take their time: all APIs at once.</summary>
public sealed class SlowFaultHost() : FaultHost(places: 32);

/// <summary>One place a node: what is not given back is missed at once.</summary>
public sealed class QuickFaultHost() : FaultHost(places: 1);

/// <summary>What came back.</summary>
internal sealed record Seen(int Status, string Body, TimeSpan? RetryAfter);
