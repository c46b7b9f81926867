using System.Net;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

/// <summary>Behind a proxy that terminates TLS: what it forwards counts as what was asked.</summary>
public sealed class EdgeProxyTests : IAsyncLifetime
{
    private static readonly (string, string)[] Forwarded = [("X-Forwarded-Host", "chat.example.org"), ("X-Forwarded-Proto", "https")];
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["OllamaNet:BehindProxy"] = "true",
        ["Gateway:AllowedHosts:0"] = "chat.example.org",
        ["Limits:Address:Burst"] = "3",
        ["Limits:Address:PerMinute"] = "1",
    });

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_forwarded_name_and_scheme_are_believed()
    {
        using var own = await SendAsync(("Origin", "https://chat.example.org"));
        using var clear = await SendAsync(("Origin", "http://chat.example.org"));
        using var other = await EdgeHost.SendAsync(host.Client, HttpMethod.Get, "/health/live", ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"));

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.StartsWith("max-age=", Assert.Single(own.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, clear.StatusCode);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, other.StatusCode);
    }

    [Fact]
    public async Task Limits_count_the_callers_behind_the_proxy_apart()
    {
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await StatusForAsync("192.0.2.1"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusForAsync("192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await StatusForAsync("192.0.2.2"));
    }

    private async Task<HttpStatusCode> StatusForAsync(string address)
    {
        using var response = await EdgeHost.SendAsync(host.Client, HttpMethod.Get, "/openapi/v1.json", [.. Forwarded, ("X-Forwarded-For", address)]);
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync((string, string) header) => EdgeHost.SendAsync(host.Client, HttpMethod.Get, "/health/live", [.. Forwarded, header]);
}
