using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace OllamaNet.Host.Tests;

public sealed class EdgeHeaderTests(EdgeHost edge) : IClassFixture<EdgeHost>
{
    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/swagger/index.html")]
    [InlineData("GET", "/swagger/swagger-ui-bundle.js")]
    [InlineData("GET", "/nothing/here")]
    [InlineData("GET", "/api/v1/conversations")]
    [InlineData("DELETE", "/health/live")]
    [InlineData("POST", "/api/v1/auth/login")]
    [InlineData("GET", "/?x=%00")]
    public async Task Every_answer_carries_the_security_headers(string method, string path)
    {
        using var response = await edge.SendAsync(new HttpMethod(method), path, ("Accept", "text/html, */*"));

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("camera=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.NotNull(response.Headers.CacheControl);
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/"), InlineData("/s/x")]
    public async Task Pages_show_images_of_this_server_or_of_their_own_making(string path)
    {
        using var response = await edge.SendAsync(HttpMethod.Get, path, ("Accept", "text/html, */*"));

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal("img-src 'self' data: blob:", Assert.Single(policy.Split("; "), directive => directive.StartsWith("img-src", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_frame_of_diagrams_has_no_origin_and_no_network()
    {
        using var response = await edge.SendAsync(HttpMethod.Get, "/diagram/index.html", ("Accept", "text/html, */*"));

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("sandbox allow-scripts; default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-same-origin", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("connect-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("img-src", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5080")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.0.2.7")]
    public async Task A_host_name_that_is_not_ours_is_refused(string host) =>
        await EdgeHost.ProblemAsync(await edge.SendAsync(HttpMethod.Get, "/health/live", ("Host", host)), HttpStatusCode.MisdirectedRequest, "host-not-allowed");

    [Theory]
    [InlineData("localhost"), InlineData("LOCALHOST:5080"), InlineData("127.0.0.1:1"), InlineData("127.8.8.8"), InlineData("[::1]:5080")]
    public async Task Loopback_names_are_ours(string host) =>
        Assert.Equal(HttpStatusCode.OK, (await edge.SendAsync(HttpMethod.Get, "/health/live", ("Host", host))).StatusCode);

    [Theory]
    [InlineData("POST", "https://evil.example")]
    [InlineData("POST", "http://127.0.0.1:1")]
    [InlineData("POST", "null")]
    [InlineData("GET", "https://evil.example")]
    [InlineData("OPTIONS", "https://evil.example")]
    public async Task Pages_of_other_origins_may_not_call(string method, string origin)
    {
        using var response = await edge.SendAsync(new HttpMethod(method), "/api/v1/auth/refresh", ("Origin", origin), ("Cookie", "x=y"));

        await EdgeHost.ProblemAsync(response, HttpStatusCode.Forbidden, "origin-not-allowed");
    }

    [Fact]
    public async Task Our_own_pages_may_call()
    {
        using var response = await edge.SendAsync(HttpMethod.Get, "/health/live", ("Origin", edge.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Another_site_may_link_here_but_not_embed()
    {
        using var image = await edge.SendAsync(HttpMethod.Get, "/health/live", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image"));
        using var frame = await edge.SendAsync(HttpMethod.Get, "/health/live", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe"));
        using var link = await edge.SendAsync(HttpMethod.Get, "/health/live", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));

        Assert.Equal(HttpStatusCode.Forbidden, image.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, frame.StatusCode);
        Assert.Equal(HttpStatusCode.OK, link.StatusCode);
    }

    [Fact]
    public async Task A_NUL_in_the_query_is_refused() =>
        await EdgeHost.ProblemAsync(await edge.Client.GetAsync("/api/v1/conversations?after=a%00b"), HttpStatusCode.BadRequest, "invalid-query");

    [Fact]
    public async Task Forwarded_headers_are_not_believed_unasked()
    {
        using var response = await edge.SendAsync(HttpMethod.Get, "/health/live", ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var content = new ByteArrayContent(new byte[1024 * 1024 + 1]) { Headers = { ContentType = new("application/json") } };

        using var response = await edge.Client.PostAsync("/api/v1/auth/login", content);

        await EdgeHost.ProblemAsync(response, HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task Strangers_see_the_state_and_no_reason()
    {
        var live = await edge.Client.GetFromJsonAsync<Dictionary<string, object?>>("/health/live");
        using var ready = await edge.Client.GetAsync("/health/ready");

        Assert.Equal("healthy", live!["status"]!.ToString());
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Null((await ready.Content.ReadFromJsonAsync<Dictionary<string, object?>>())!["checks"]);
    }
}
