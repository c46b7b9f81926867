using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

/// <summary>A walk over every route with a key of every scope: it opens what names that scope, and nothing else.</summary>
public sealed class KeyRouteTests(KeyRouteHost keys) : IClassFixture<KeyRouteHost>
{
    public static TheoryData<string, bool> Walks => new(from scope in Permissions.All from administrator in (bool[])[true, false] where administrator || Permissions.OfUser.Contains(scope, StringComparer.Ordinal) select (scope, administrator));

    [Theory, MemberData(nameof(Walks))]
    public async Task A_key_opens_what_names_its_scope_and_nothing_else(string scope, bool ownedByAdministrator)
    {
        var owner = ownedByAdministrator ? keys.Administrator : keys.Ordinary;
        var (key, _) = await owner.CreateKeyAsync(new { name = scope, scopes = new[] { scope } });
        using var client = new HttpClient { BaseAddress = keys.Host.Address };
        client.DefaultRequestHeaders.Add("x-api-key", key);

        var wrong = new List<string>();
        foreach (var (method, endpoint) in Routes())
        {
            using var request = new HttpRequestMessage(method is "ANY" ? HttpMethod.Get : new HttpMethod(method), AddressOf(endpoint));
            if (method is "POST" or "PUT" or "PATCH") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            var needed = endpoint.Metadata.GetOrderedMetadata<PermissionMetadata>();
            var opens = needed.Count > 0 && needed.All(p => p.Permission == scope);
            var opened = response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
            if (opened != opens) wrong.Add($"{method} {endpoint.RoutePattern.RawText} answered {(int)response.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_administrators_route_names_a_permission()
    {
        var unnamed = Routes().Where(r => r.Endpoint.RoutePattern.RawText!.Contains("/admin/", StringComparison.Ordinal) && r.Endpoint.Metadata.GetMetadata<PermissionMetadata>() is null);

        Assert.Empty(unnamed.Select(r => $"{r.Method} {r.Endpoint.RoutePattern.RawText}"));
    }

    // POST /api/push is forbidden to everybody; there the answer is the same with every key.
    private IEnumerable<(string Method, RouteEndpoint Endpoint)> Routes() =>
        from endpoint in keys.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.RoutePattern.RawText?.TrimStart('/') is not "api/push"
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : (IReadOnlyList<string>)["ANY"]
        select (method, endpoint);

    private static string AddressOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
        segment.IsSimple && segment.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "0199f3a2-0000-7000-8000-000000000001"));
}

/// <summary>A host with an administrator and somebody who is none.</summary>
public sealed class KeyRouteHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public TestUser Administrator { get; private set; } = null!;

    public TestUser Ordinary { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:Enabled"] = "false" });
        Administrator = await Host.SignUpAsync();
        Ordinary = await Host.SignUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Administrator.Dispose();
        Ordinary.Dispose();
        await Host.DisposeAsync();
    }
}
