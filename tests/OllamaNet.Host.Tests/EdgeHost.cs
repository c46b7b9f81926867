using System.Net;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

/// <summary>One host for a class of edge tests.</summary>
public sealed class EdgeHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public HttpClient Client => Host.Client;

    public async ValueTask InitializeAsync() => Host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) => SendAsync(Client, method, path, headers);

    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            if (name == "Host") request.Headers.Host = value;
            else Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string? code = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(32, problem.GetProperty("traceId").GetString()!.Length);
        Assert.Equal("urn:ollamanet:problem:" + problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString());
        Assert.DoesNotMatch("(System|Microsoft|OllamaNet|Npgsql)\\.[A-Z]|   at ", text);
        if (code is not null) Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }
}
