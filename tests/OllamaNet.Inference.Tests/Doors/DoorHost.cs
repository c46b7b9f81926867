using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

/// <summary>
/// The real host with two simulated engines: the models of the one begin with <c>native</c> (Ollama's API), those of the other with
/// <c>same</c> (OpenAI's), and <c>renamed</c> is <c>upstream:latest</c> there.
/// </summary>
public sealed class DoorHost : IAsyncLifetime
{
    public const string Native = "native:latest";
    public const string Same = "same:latest";
    public const string Renamed = "renamed";

    public EngineSimulator Ollama { get; private set; } = null!;

    public EngineSimulator OpenAI { get; private set; } = null!;

    public TestHost Host { get; private set; } = null!;

    public TestUser Admin { get; private set; } = null!;

    public TestUser User { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Ollama = await EngineSimulator.StartAsync();
        OpenAI = await EngineSimulator.StartAsync();
        Ollama.Models = [new(Native), new("native-embed:latest") { Capabilities = ["embedding"], Digest = "sha256:0e" }, new("native-plain:latest") { Capabilities = ["completion"], Digest = "sha256:0d" }];
        OpenAI.Models = [new(Same), new("same-embed:latest"), new("upstream:latest")];
        var settings = Ollama.AsNode(name: "native-node");
        foreach (var (key, value) in OpenAI.AsNode("openai", "same-node", 1, ("Models:0:Name", Same), ("Models:1:Name", "same-embed:latest"), ("Models:2:Name", Renamed), ("Models:2:Upstream", "upstream:latest"),
            ("Capabilities:0", "Completion"), ("Capabilities:1", "Tools"), ("Capabilities:2", "Vision"), ("Capabilities:3", "Thinking"), ("Capabilities:4", "JsonSchema"), ("Capabilities:5", "Embedding"))) settings[key] = value;
        Host = await TestHost.StartAsync(settings);
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

    public EngineSimulator EngineOf(string model) => model.StartsWith("native", StringComparison.Ordinal) ? Ollama : OpenAI;

    public Task<HttpResponseMessage> PostAsync(string path, object body, TestUser? by = null, CancellationToken cancellationToken = default) => PostAsync(path, JsonContent.Create(body), by, cancellationToken);

    public Task<HttpResponseMessage> PostRawAsync(string path, string body) => PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

    public async Task<JsonElement> PostForJsonAsync(string path, object body)
    {
        using var response = await PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(text);
    }

    public async Task<string> PostForStreamAsync(string path, object body)
    {
        using var response = await PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(response.Headers.CacheControl?.NoCache);
        return text;
    }

    /// <summary>The <c>error</c> of an answer in OpenAI's form.</summary>
    public static async Task<JsonElement> ErrorAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonElement.Parse(text).GetProperty("error");
        Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(m => m.Name));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        return error;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, TestUser? by = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await (by ?? User).Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
