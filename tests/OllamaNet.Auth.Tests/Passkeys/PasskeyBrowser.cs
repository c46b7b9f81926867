using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Passkeys;

/// <summary>A browser on http://localhost, with the one cookie that matters here.</summary>
internal sealed class PasskeyBrowser(TestHost host, string? accessToken = null)
{
    private string? cookie;

    public string Origin { get; } = $"http://localhost:{host.Address.Port}";

    /// <summary>Of what the server asked last.</summary>
    public string? Cookie
    {
        get => cookie;
        set => cookie = value;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? from = null)
    {
        List<(string, string)> headers = [("Host", new Uri(Origin).Authority), ("Origin", from ?? Origin)];
        if (accessToken is not null) headers.Add(("Authorization", $"Bearer {accessToken}"));
        if (cookie is not null) headers.Add(("Cookie", $"ollamanet_passkey={cookie}"));
        var response = await host.SendAsync(method, $"/api/v1/auth/passkeys{path}", body is null ? null : JsonContent.Create(body), [.. headers]);
        if (response.Headers.TryGetValues("Set-Cookie", out var set) && set.FirstOrDefault(c => c.StartsWith("ollamanet_passkey=", StringComparison.Ordinal)) is { } line)
            cookie = line.Split(';')[0].Split('=')[1] is { Length: > 0 } value ? value : null;
        return response;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public async Task<JsonElement> OptionsAsync(string path)
    {
        using var response = await PostAsync(path);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).GetProperty("options");
    }

    public async Task<HttpResponseMessage> TryAddAsync(SimulatedAuthenticator device) => await PostAsync("", new { credential = device.Create(await OptionsAsync("/options"), Origin) });

    public async Task<JsonElement> AddAsync(SimulatedAuthenticator device)
    {
        using var response = await TryAddAsync(device);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public async Task<HttpResponseMessage> LogInAsync(SimulatedAuthenticator device) => await PostAsync("/login", new { credential = device.Get(await OptionsAsync("/login/options"), Origin) });
}
