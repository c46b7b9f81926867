using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

/// <summary>Steps of the tests in this project.</summary>
internal static class HttpSteps
{
    public static Task<HttpResponseMessage> RegisterAsync(
        this TestHost host, string userName, string? email = null, string? password = null, string? session = null, string? setupCode = null) =>
        host.PostAsync("register", new { userName, email = email ?? $"{userName}@example.org", password = password ?? TestUser.Password, session, setupCode });

    public static Task<HttpResponseMessage> PostAsync(this TestHost host, string action, object body, params (string Name, string Value)[] headers) =>
        host.SendAsync(HttpMethod.Post, $"/api/v1/auth/{action}", JsonContent.Create(body), headers);

    public static Task<HttpResponseMessage> PostJsonAsync(this TestHost host, string action, string json) =>
        host.SendAsync(HttpMethod.Post, $"/api/v1/auth/{action}", new StringContent(json, Encoding.UTF8, "application/json"));

    // No cookie but the one a test sends.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseCookies = false });

    public static async Task<HttpResponseMessage> SendAsync(this TestHost host, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(host.Address, path)) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    /// <summary>Whom an access token signs in: the status of asking who one is.</summary>
    public static async Task<HttpStatusCode> MeAsync(this TestHost host, string accessToken)
    {
        using var response = await host.SendAsync(HttpMethod.Get, "/api/v1/me", null, ("Authorization", $"Bearer {accessToken}"));
        return response.StatusCode;
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    public static string Text(this JsonElement element, params string[] path) => path.Aggregate(element, (e, name) => e.GetProperty(name)).GetString()!;

    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string? code = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(text);
        var problem = json.RootElement.Clone();
        if (code is not null) Assert.Equal(code, problem.Text("code"));
        Assert.True(problem.Text("detail").Length > 0);
        return problem;
    }
}
