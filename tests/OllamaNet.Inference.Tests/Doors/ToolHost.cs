using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

/// <summary>One host with a simulated Ollama, a simulated OpenAI server and the embedded engine, for the tests of the doors.</summary>
public sealed class ToolHost : IAsyncLifetime
{
    /// <summary>On the Ollama node it is called <see cref="Upstream"/>.</summary>
    public const string Renamed = "public-name:1b";

    public const string Upstream = "upstream:1b";

    /// <summary>On the OpenAI node only.</summary>
    public const string Remote = "remote-model";

    public const string Demo = "ollamanet-demo";

    private TestHost? _host;

    public EngineSimulator Ollama { get; private set; } = null!;

    public EngineSimulator OpenAI { get; private set; } = null!;

    public TestHost Host => _host!;

    public TestUser Admin { get; private set; } = null!;

    public TestUser User { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Ollama = await EngineSimulator.StartAsync();
        OpenAI = await EngineSimulator.StartAsync();
        Ollama.Models = [.. Ollama.Models, new(Upstream)];
        OpenAI.Models = [new("gpt-sim")];
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Inference:ProbeInterval"] = "00:00:00.200" };
        (string, string)[] served =
        [
            ("Models:0:Name", EngineSimulator.Model), ("Models:1:Name", EngineSimulator.EmbeddingModel), ("Models:2:Name", Renamed), ("Models:2:Upstream", Upstream),
        ];
        (string, string)[] remote = [("Models:0:Name", Remote), ("Models:0:Upstream", "gpt-sim"), ("Capabilities:0", "Completion"), ("Capabilities:1", "Tools"), ("Capabilities:2", "Vision"), ("Capabilities:3", "JsonSchema")];
        foreach (var (key, value) in Ollama.AsNode("ollama", "an-ollama", 0, served).Concat(OpenAI.AsNode("openai", "a-server", 1, remote))) settings[key] = value;
        (settings["Inference:Nodes:2:Name"], settings["Inference:Nodes:2:Kind"]) = ("embedded", "embedded");
        _host = await TestHost.StartAsync(settings);
        Admin = await Host.SignUpAsync();
        User = await Host.SignUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        User.Dispose();
        await Host.DisposeAsync();
        await Ollama.DisposeAsync();
        await OpenAI.DisposeAsync();
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellationToken = default) => PostAsync(User.Client, path, json, cancellationToken);

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string json, CancellationToken cancellationToken = default)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public async Task<JsonElement> AskAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }

    /// <summary>The lines of an answer, each a JSON object.</summary>
    public async Task<IReadOnlyList<JsonElement>> LinesAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        return [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    public async Task<(int Status, JsonElement Body)> FailAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}
