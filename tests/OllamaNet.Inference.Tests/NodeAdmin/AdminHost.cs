using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.NodeAdmin;

/// <summary>The real host with a node from the configuration, an administrator and a user. One for all tests of a class: they name their nodes apart.</summary>
public sealed class AdminHost : IAsyncLifetime
{
    public const string Nodes = "/api/v1/admin/nodes";

    public EngineSimulator Configured { get; private set; } = null!;

    public TestHost Host { get; private set; } = null!;

    public TestUser Admin { get; private set; } = null!;

    public TestUser User { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Configured = await EngineSimulator.StartAsync();
        var settings = Configured.AsNode(name: "configured");
        settings["Inference:ProbeInterval"] = "00:00:00.100";
        settings["Inference:Heartbeat"] = "00:00:01";
        settings["Limits:Enabled"] = "false";
        Host = await TestHost.StartAsync(settings);
        Admin = await Host.SignUpAsync();
        User = await Host.SignUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        User.Dispose();
        await Host.DisposeAsync();
        await Configured.DisposeAsync();
    }

    public Task<JsonElement> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK) => SendAsync(HttpMethod.Get, path, body: null, status);

    public Task<JsonElement> PostAsync(string path, object? body, HttpStatusCode status = HttpStatusCode.Created) => SendAsync(HttpMethod.Post, path, body, status);

    public Task<JsonElement> PatchAsync(string path, object body, HttpStatusCode status = HttpStatusCode.OK) => SendAsync(HttpMethod.Patch, path, body, status);

    public Task<JsonElement> PutAsync(string path, object body, HttpStatusCode status = HttpStatusCode.OK) => SendAsync(HttpMethod.Put, path, body, status);

    public Task<JsonElement> DeleteAsync(string path, HttpStatusCode status = HttpStatusCode.NoContent) => SendAsync(HttpMethod.Delete, path, body: null, status);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode status, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await (client ?? Admin.Client).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public async Task<JsonElement> NodeAsync(string name) => (await GetAsync(Nodes)).GetProperty("items").EnumerateArray().Single(n => n.GetProperty("name").GetString() == name);

    public async Task<JsonElement> UntilAsync(string name, Predicate<JsonElement> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (true)
        {
            var node = await NodeAsync(name);
            if (condition(node)) return node;
            if (limit.IsCancellationRequested) Assert.Fail(node.GetRawText());
            await Task.Delay(30);
        }
    }

    public async Task<IReadOnlyList<string>> ModelsAsync(HttpClient? client = null) =>
        [.. (await SendAsync(HttpMethod.Get, "/api/v1/models", null, HttpStatusCode.OK, client)).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("name").GetString()!)];

    /// <summary>Makes a join token, and a client that sends it.</summary>
    public async Task<(Guid Id, HttpClient Client)> JoinAsync(params string[] networks)
    {
        var token = await PostAsync(Nodes + "/join-tokens", new { name = "test", allowedNetworks = networks });
        return (token.GetProperty("id").GetGuid(), Host.ClientWith(token.GetProperty("token").GetString()!));
    }
}

internal static class NodeSteps
{
    public static string Path(this JsonElement node) => $"{AdminHost.Nodes}/{node.GetProperty("id").GetGuid()}";

    public static string? Text(this JsonElement node, string property) => node.GetProperty(property).GetString();

    public static bool Is(this JsonElement node, string property) => node.GetProperty(property).GetBoolean();

    public static IReadOnlyList<string> Models(this JsonElement node) => [.. node.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()!)];
}
