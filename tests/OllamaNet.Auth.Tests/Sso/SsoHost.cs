using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>A host that may call a simulated provider on this machine, and an administrator on it.</summary>
public sealed class SsoHost : IAsyncLifetime
{
    private static int lastNumber;

    public SimulatedProvider Provider { get; private set; } = null!;

    public ManualClock Clock { get; } = new();

    public TestHost Host { get; private set; } = null!;

    public TestUser Administrator { get; private set; } = null!;

    /// <summary>The provider as it is set up: who is new gets an account.</summary>
    public Guid ProviderId { get; private set; }

    public static string NewSubject() => $"sub{Interlocked.Increment(ref lastNumber)}";

    public async ValueTask InitializeAsync()
    {
        Provider = await SimulatedProvider.StartAsync(Clock);
        Host = await TestHost.StartAsync(SettingsFor(Provider), AuthHost.Use(Clock));
        Administrator = await Host.SignUpAsync("root");
        ProviderId = await Administrator.SetUpAsync(SsoSteps.ProviderOf(Provider));
    }

    public async ValueTask DisposeAsync()
    {
        Administrator.Dispose();
        await Host.DisposeAsync();
        await Provider.DisposeAsync();
    }

    public static Dictionary<string, string?> SettingsFor(SimulatedProvider provider) =>
        new(AuthHost.NoLimits, StringComparer.Ordinal) { ["Outgoing:PrivateTargets"] = $"127.0.0.1:{provider.Port}", ["Outgoing:Seconds"] = "60" };
}

internal static class SsoSteps
{
    public static object ProviderOf(SimulatedProvider provider, string newAccounts = "always", object[]? rules = null) => new
    {
        name = "Staff",
        issuer = provider.Issuer,
        clientId = SimulatedProvider.ClientId,
        clientSecret = SimulatedProvider.ClientSecret,
        newAccounts,
        rules = rules ?? [],
    };

    public static async Task<Guid> SetUpAsync(this TestUser administrator, object provider)
    {
        using var response = await administrator.Client.PostAsJsonAsync("/api/v1/admin/sso", provider);
        var body = await response.JsonAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, body.ToString());
        return body.GetProperty("id").GetGuid();
    }

    /// <summary>Makes or changes the account of this subject by a login at the simulated provider.</summary>
    public static async Task<JsonElement> LogInAsync(this SsoBrowser browser, SimulatedProvider provider, Guid id, string subject, Action<JsonObject>? bend = null)
    {
        using var response = await browser.TryLogInAsync(provider, id, subject, bend);
        var body = await response.JsonAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, body.ToString());
        return body;
    }

    public static async Task<HttpResponseMessage> TryLogInAsync(this SsoBrowser browser, SimulatedProvider provider, Guid id, string subject, Action<JsonObject>? bend = null)
    {
        var asked = await browser.StartAsync(id);
        var code = provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(subject, asked["nonce"], bend)));
        return await browser.FinishAsync(id, asked["state"], code);
    }

    public static TestUser UserOf(this TestHost host, JsonElement ssoSignedIn) => new(host.ClientWith(ssoSignedIn.Text("signedIn", "accessToken")), ssoSignedIn.GetProperty("signedIn"));

    public static IReadOnlyList<string> RolesOf(JsonElement ssoSignedIn) => [.. ssoSignedIn.GetProperty("signedIn").GetProperty("user").GetProperty("roles").EnumerateArray().Select(r => r.GetString()!)];
}

/// <summary>Somebody's browser, as far as cookies go.</summary>
internal sealed class SsoBrowser(TestHost host)
{
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    // Follows nothing by itself and keeps no cookies.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    public IReadOnlyCollection<string> CookieNames => cookies.Keys;

    /// <summary>One that has the same cookies.</summary>
    public SsoBrowser Copy()
    {
        var copy = new SsoBrowser(host);
        foreach (var (name, value) in cookies) copy.cookies[name] = value;
        return copy;
    }

    /// <summary>What the provider is asked.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StartAsync(Guid id, string? next = null) => QueryOf((await StartAddressAsync(id, next)).Query);

    public async Task<Uri> StartAddressAsync(Guid id, string? next = null)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/api/v1/auth/sso/{id}/start{(next is null ? "" : $"?next={Uri.EscapeDataString(next)}")}");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return new(host.Address, response.Headers.Location!);
    }

    public Task<HttpResponseMessage> FinishAsync(Guid provider, string state, string? code, string? error = null, string? issuer = null) =>
        SendAsync(HttpMethod.Post, "/api/v1/auth/sso/finish", JsonContent.Create(new { provider, state, code, error, issuer }));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? accessToken = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(host.Address, path)) { Content = content };
        if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
        if (accessToken is not null) request.Headers.Authorization = new("Bearer", accessToken);
        var response = await Client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var n, var v] ? (n, v) : ("", "");
            if (value.Length == 0) cookies.Remove(name);
            else cookies[name] = value;
        }

        return response;
    }

    public static IReadOnlyDictionary<string, string> QueryOf(string query) => QueryHelpers.ParseQuery(query).ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
}
