using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace OllamaNet.Host.Tests;

/// <summary>Deny by default: whatever is mapped, by whomever, needs a token unless it is on this list.</summary>
public sealed class EdgeRouteTests(EdgeHost edge) : IClassFixture<EdgeHost>
{
    private static readonly HashSet<string> Public = new(StringComparer.Ordinal)
    {
        "GET /openapi/v1.json",
        "GET /.well-known/jwks.json",
        "POST /api/v1/auth/register",
        "POST /api/v1/auth/login",
        "POST /api/v1/auth/login/totp",
        "POST /api/v1/auth/refresh",
        "POST /api/v1/auth/logout",
        "POST /api/v1/auth/password-reset",
        "POST /api/v1/auth/password-reset/confirm",
        "POST /api/v1/auth/email/confirm",
        "GET /api/v1/shared/{token}",
        "GET /api/v1/banner",
        "ANY /health/live",
        "ANY /health/ready",
    };

    private IEnumerable<(string Method, RouteEndpoint Endpoint)> Routes() =>
        from endpoint in edge.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : (IReadOnlyList<string>)["ANY"]
        select (method, endpoint);

    [Fact]
    public async Task Every_endpoint_refuses_a_caller_without_a_token()
    {
        var open = new List<string>();
        foreach (var (method, endpoint) in Routes())
        {
            var name = $"{method} {PatternOf(endpoint)}";
            if (Public.Contains(name)) continue;

            using var request = new HttpRequestMessage(method is "ANY" ? HttpMethod.Get : new HttpMethod(method), AddressOf(endpoint));
            if (method is "POST" or "PUT" or "PATCH") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            using var response = await edge.Client.SendAsync(request);
            if (response.StatusCode is not HttpStatusCode.Unauthorized) open.Add($"{name} answered {(int)response.StatusCode}");
        }

        Assert.Empty(open);
        Assert.Contains(Routes(), r => PatternOf(r.Endpoint) == "/metrics");
    }

    [Fact]
    public void Only_the_public_list_allows_strangers()
    {
        var anonymous = Routes().Where(r => r.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(r => $"{r.Method} {PatternOf(r.Endpoint)}");

        Assert.Empty(anonymous.Except(Public, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Bearer a.b.c")]
    [InlineData("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")]
    [InlineData("Authorization", "Basic YWRtaW46YWRtaW4=")]
    [InlineData("Authorization", "Bearer ' OR 1=1 --")]
    [InlineData("X-Api-Key", "admin")]
    [InlineData("Cookie", "access_token=x")]
    [InlineData("X-Forwarded-User", "admin")]
    [InlineData("X-Original-URL", "/health/live")]
    public async Task No_header_opens_what_is_closed(string header, string value) =>
        await EdgeHost.ProblemAsync(await edge.SendAsync(HttpMethod.Get, "/metrics", (header, value)), HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("/METRICS"), InlineData("/metrics/"), InlineData("//metrics"), InlineData("/health/../metrics"), InlineData("/health/live/../../metrics"), InlineData("/%6detrics"), InlineData("/metrics?x=/health/live")]
    public async Task No_spelling_opens_what_is_closed(string path) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await edge.Client.GetAsync(new Uri(edge.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path))).StatusCode);

    private static string PatternOf(RouteEndpoint endpoint)
    {
        var pattern = '/' + endpoint.RoutePattern.RawText!.TrimStart('/');
        return pattern.Length > 1 ? pattern.TrimEnd('/') : pattern;
    }

    private static string AddressOf(RouteEndpoint endpoint) => string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        segment.IsSimple && segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "0199f3a2-0000-7000-8000-000000000001")) is var path ? "/" + path : "/";
}
