using System.Net;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class CookieTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task The_refresh_token_goes_into_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        using var response = await host.RegisterAsync(AuthHost.NewName(), session: "cookie");

        var body = await response.JsonAsync();
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.False(body.TryGetProperty("refreshToken", out _));
        Assert.StartsWith("ollamanet_refresh=onr_", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/api/v1/auth", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=259", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Behind_TLS_the_cookie_is_secure()
    {
        var settings = new Dictionary<string, string?>(AuthHost.NoLimits, StringComparer.Ordinal) { ["Gateway:BehindProxy"] = "true" };
        await using var behindProxy = await TestHost.StartAsync(settings);

        using var response = await behindProxy.PostAsync(
            "register", new { userName = "ada", email = "ada@example.org", password = TestUser.Password, session = "cookie" }, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.Contains("secure", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_cookie_is_exchanged_without_a_body()
    {
        var cookie = await SignUpAsync();

        using var response = await host.SendAsync(HttpMethod.Post, "/api/v1/auth/refresh", null, ("Cookie", cookie));

        var body = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(body.TryGetProperty("refreshToken", out _));
        Assert.NotEqual(cookie, CookieOf(response));
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(body.Text("accessToken")));
    }

    [Fact]
    public async Task Two_tabs_share_the_cookie()
    {
        var cookie = await SignUpAsync();

        var tabs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => host.SendAsync(HttpMethod.Post, "/api/v1/auth/refresh", null, ("Cookie", cookie))));

        Assert.All(tabs, tab => Assert.Equal(HttpStatusCode.OK, tab.StatusCode));
        Assert.Equal(CookieOf(tabs[0]), CookieOf(tabs[1]));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_site_cannot_use_it(string header, string value)
    {
        var cookie = await SignUpAsync();

        using var refresh = await host.SendAsync(HttpMethod.Post, "/api/v1/auth/refresh", null, ("Cookie", cookie), (header, value));
        using var logout = await host.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", null, ("Cookie", cookie), (header, value));

        await refresh.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "origin-not-allowed");
        await logout.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "origin-not-allowed");
        using var own = await host.SendAsync(
            HttpMethod.Post, "/api/v1/auth/refresh", null, ("Cookie", cookie), ("Origin", host.Address.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Logging_out_takes_the_cookie_away()
    {
        var cookie = await SignUpAsync();

        using var logout = await host.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", null, ("Cookie", cookie));
        using var refresh = await host.SendAsync(HttpMethod.Post, "/api/v1/auth/refresh", null, ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        Assert.Contains("max-age=0", Assert.Single(logout.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
    }

    [Fact]
    public async Task A_cookie_that_is_worth_nothing_is_taken_away()
    {
        using var refresh = await host.SendAsync(HttpMethod.Post, "/api/v1/auth/refresh", null, ("Cookie", "ollamanet_refresh=onr_old"));

        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        Assert.Contains("max-age=0", Assert.Single(refresh.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_cookie_alone_opens_nothing_else()
    {
        var cookie = await SignUpAsync();

        using var response = await host.SendAsync(HttpMethod.Get, "/api/v1/me", null, ("Cookie", cookie));

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    private async Task<string> SignUpAsync()
    {
        using var response = await host.RegisterAsync(AuthHost.NewName(), session: "cookie");
        return CookieOf(response);
    }

    private static string CookieOf(HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
}
