using System.Net;
using Xunit;

namespace OllamaNet.Host.Tests.Access;

/// <summary>Deny by default: whatever is mapped, by whomever, needs a token unless it is on this list.</summary>
public sealed class PublicRouteTests(EdgeHost edge) : IClassFixture<EdgeHost>
{
    private static readonly HashSet<string> Public = new(StringComparer.Ordinal)
    {
        "GET /openapi/v1.json",
        "GET /.well-known/jwks.json",
        "POST /api/v1/auth/register",
        "POST /api/v1/auth/login",
        "POST /api/v1/auth/login/totp",
        "POST /api/v1/auth/login/password",
        "POST /api/v1/auth/passkeys/login/options",
        "POST /api/v1/auth/passkeys/login",
        "POST /api/v1/auth/restore",
        "GET /api/v1/auth/registration",
        "GET /api/v1/auth/sso",
        "GET /api/v1/auth/sso/{id:guid}/start",
        "GET /api/v1/auth/sso/{id:guid}/callback",
        "POST /api/v1/auth/sso/finish",
        "POST /api/v1/auth/email/resend",
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

    [Fact]
    public async Task Every_endpoint_refuses_a_caller_without_a_token()
    {
        var routes = Route.Of(edge.Host);
        var open = new List<string>();
        foreach (var route in routes.Where(r => !Public.Contains(r.ToString())))
        {
            using var request = route.Request();
            using var response = await edge.Client.SendAsync(request);
            if (response.StatusCode is not HttpStatusCode.Unauthorized) open.Add($"{route} answered {(int)response.StatusCode}");
        }

        Assert.Empty(open);
        Assert.Contains(routes, r => r.Pattern == "/metrics");
    }

    [Fact]
    public void Only_the_public_list_allows_strangers() =>
        Assert.Empty(Route.Of(edge.Host).Where(r => r.IsPublic).Select(r => r.ToString()).Except(Public, StringComparer.Ordinal));

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
}
