using System.Net;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests.Access;

/// <summary>A walk over every route with a key of every scope: it opens what names that scope, and nothing else.</summary>
public sealed class KeyRouteTests(AccessHost keys) : IClassFixture<AccessHost>
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
        foreach (var route in Routes())
        {
            using var request = route.Request();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            var opens = route.Permissions.Length > 0 && !route.RefusesKeys && route.Permissions.All(p => p == scope);
            var opened = response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
            if (opened != opens) wrong.Add($"{route} answered {(int)response.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_administrators_route_names_a_permission() =>
        Assert.Empty(Routes().Where(r => r.Pattern.Contains("/admin/", StringComparison.Ordinal) && r.Permissions.Length == 0).Select(r => r.ToString()));

    // POST /api/push is forbidden to everybody; there the answer is the same with every key.
    private IEnumerable<Route> Routes() => Route.Of(keys.Host).Where(r => !r.IsPublic && r.Pattern is not "/api/push");
}
