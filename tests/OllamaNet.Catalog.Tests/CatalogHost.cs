using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Catalog.Tests;

/// <summary>The real host with a simulated node, an administrator and a user. One for all tests of a class: each test has models and tags of its own.</summary>
public sealed class CatalogHost : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public EngineSimulator Node { get; private set; } = null!;

    public TestHost Host { get; private set; } = null!;

    public TestUser Admin { get; private set; } = null!;

    public TestUser User { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Node = await EngineSimulator.StartAsync();
        var settings = Node.AsNode(name: "attic");
        settings["Inference:ProbeInterval"] = "00:00:00.100";
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
        await Node.DisposeAsync();
    }

    /// <summary>Puts a model on the node, and waits until the catalogue has it.</summary>
    public async Task<JsonElement> InstallAsync(SimulatedModel model)
    {
        Node.Models = [.. Node.Models.Where(m => m.Name != model.Name), model];
        return (await UntilAsync($"admin/models?text={Uri.EscapeDataString(model.Name)}", all => all.Items().Any(m => m.Text("name") == model.Name && m.GetProperty("goneAt").ValueKind is JsonValueKind.Null)))
            .Items().Single(m => m.Text("name") == model.Name);
    }

    public async Task<Guid> CreateTagAsync(string name, string? colour = null) => (await SendAsync(HttpMethod.Post, "admin/tags", new { name, colour }, HttpStatusCode.Created)).Id();

    public Task TagAsync(Guid tag, params JsonElement[] models) =>
        SendAsync(HttpMethod.Post, "admin/tags/assign", new { models = models.Select(m => m.Id()), add = new[] { tag } }, HttpStatusCode.NoContent);

    public Task<JsonElement> EditAsync(JsonElement model, object change) => SendAsync(HttpMethod.Patch, $"admin/models/{model.Id()}", change, HttpStatusCode.OK, ifMatch: "*");

    public async Task<string[]> NamesAsync(string query, HttpClient? client = null) =>
        [.. (await GetAsync($"models/discover?{query}", client: client ?? User.Client)).Items().Select(m => m.Text("name")!)];

    /// <summary>Asks again until it is so.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isSo, HttpClient? client = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await GetAsync(path, client: client);
            if (isSo(answer)) return answer;
            await Task.Delay(20, patience.Token);
        }
    }

    public Task<JsonElement> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK, HttpClient? client = null) => SendAsync(HttpMethod.Get, path, body: null, status, client);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode status, HttpClient? client = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1/" + path, UriKind.Relative));
        if (body is not null) request.Content = body is byte[] bytes ? new ByteArrayContent(bytes) : JsonContent.Create(body);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await (client ?? Admin.Client).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{method} {path} {(int)response.StatusCode}: {text}");
        return text.Length == 0 || response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) is not true ? default : JsonElement.Parse(text);
    }

    public async Task<IReadOnlyList<JsonElement>> AuditAsync(string query) => (await GetAsync($"admin/audit?{query}")).Items();
}

internal static class JsonSteps
{
    public static string? Text(this JsonElement element, params string[] path) => path.Aggregate(element, (e, name) => e.GetProperty(name)).GetString();

    public static Guid Id(this JsonElement element) => element.GetProperty("id").GetGuid();

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name = "items") => [.. element.GetProperty(name).EnumerateArray()];

    public static string[] Texts(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
}
