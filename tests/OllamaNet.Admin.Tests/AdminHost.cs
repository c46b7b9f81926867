using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Admin.Tests;

/// <summary>The real host with an administrator and a user. One for all tests of a class.</summary>
public sealed class AdminHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public TestUser Admin { get; private set; } = null!;

    public TestUser User { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:Enabled"] = "false", ["Inference:ProbeInterval"] = "00:00:30" });
        Admin = await Host.SignUpAsync("root");
        User = await Host.SignUpAsync("ada");
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        User.Dispose();
        await Host.DisposeAsync();
    }

    public Task<JsonElement> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK, HttpClient? client = null) => SendAsync(HttpMethod.Get, path, body: null, status, client);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode status, HttpClient? client = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1/" + path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await (client ?? Admin.Client).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{method} {path} {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Entries of the audit log, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> AuditAsync(string query) => [.. (await GetAsync($"admin/audit?{query}")).GetProperty("items").EnumerateArray()];
}

internal static class JsonSteps
{
    public static string? Text(this JsonElement element, params string[] path) => path.Aggregate(element, (e, name) => e.GetProperty(name)).GetString();
}
