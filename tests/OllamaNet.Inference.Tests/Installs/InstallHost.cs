using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Installs;

/// <summary>The real host with two simulated Ollamas and a server that installs nothing. Nodes are asked what they have only when there is a reason to.</summary>
public sealed class InstallHost : IAsyncLifetime
{
    public const string Jobs = "/api/v1/admin/jobs";

    public EngineSimulator First { get; private set; } = null!;

    public EngineSimulator Second { get; private set; } = null!;

    public EngineSimulator Other { get; private set; } = null!;

    public TestHost Host { get; private set; } = null!;

    public TestUser Admin { get; private set; } = null!;

    public TestUser User { get; private set; } = null!;

    public IReadOnlyDictionary<string, Guid> Nodes { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (First, Second, Other) = (await EngineSimulator.StartAsync(), await EngineSimulator.StartAsync(), await EngineSimulator.StartAsync());
        foreach (var simulator in (EngineSimulator[])[First, Second]) (simulator.KeepsModels, simulator.Loaded) = (false, []);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Inference:ProbeInterval"] = "00:05:00",
            ["Jobs:PollSeconds"] = "0.1",
            ["Jobs:RetrySeconds"] = "0.1",
            ["Limits:Enabled"] = "false",
        };
        foreach (var (key, value) in First.AsNode(name: "first").Concat(Second.AsNode(name: "second", index: 1)).Concat(Other.AsNode("openai", "other", 2))) settings[key] = value;
        Host = await TestHost.StartAsync(settings);
        Admin = await Host.SignUpAsync();
        User = await Host.SignUpAsync();
        Nodes = (await SendAsync(HttpMethod.Get, "/api/v1/admin/nodes")).GetProperty("items").EnumerateArray().ToDictionary(n => n.GetProperty("name").GetString()!, n => n.GetProperty("id").GetGuid(), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        User.Dispose();
        await Host.DisposeAsync();
        foreach (var simulator in (EngineSimulator[])[First, Second, Other]) await simulator.DisposeAsync();
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await (client ?? Admin.Client).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Asks for a model on some nodes; on all of them when none is named.</summary>
    public async Task<IReadOnlyList<JsonElement>> InstallAsync(string model, params string[] nodes)
    {
        object body = nodes.Length == 0 ? new { model } : new { model, nodeIds = nodes.Select(n => Nodes[n]) };
        return [.. (await SendAsync(HttpMethod.Post, Jobs, body, HttpStatusCode.Accepted)).GetProperty("items").EnumerateArray()];
    }

    public Task<JsonElement> JobAsync(JsonElement job) => SendAsync(HttpMethod.Get, Path(job));

    public async Task<JsonElement> UntilAsync(JsonElement job, Predicate<JsonElement> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            job = await JobAsync(job);
            if (condition(job)) return job;
            if (limit.IsCancellationRequested) Assert.Fail(job.GetRawText());
            await Task.Delay(20);
        }
    }

    public Task<JsonElement> EndedAsync(JsonElement job) => UntilAsync(job, j => j.State() is not ("queued" or "running"));

    public async Task<IReadOnlyList<string>> ModelsAsync() =>
        [.. (await SendAsync(HttpMethod.Get, "/api/v1/models", client: User.Client)).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("name").GetString()!)];

    public async Task<IReadOnlyList<string>> AuditAsync(string model) =>
        [.. (await SendAsync(HttpMethod.Get, $"/api/v1/admin/audit?text={Uri.EscapeDataString(model)}&limit=100")).GetProperty("items").EnumerateArray().Select(e => $"{e.GetProperty("action").GetString()} {e.GetProperty("outcome").GetString()}")];

    public static string Path(JsonElement job) => $"{Jobs}/{job.GetProperty("id").GetGuid()}";
}

internal static class JobSteps
{
    public static string? State(this JsonElement job) => job.GetProperty("state").GetString();

    public static string? Code(this JsonElement job) => job.GetProperty("error").GetProperty("code").GetString();

    public static long Number(this JsonElement job, string property) => job.GetProperty(property).GetInt64();
}
