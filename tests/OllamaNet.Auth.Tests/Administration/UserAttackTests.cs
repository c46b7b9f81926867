using System.Net;
using System.Net.Http.Json;
using System.Text;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Administration;

/// <summary>Who must not get at other people's accounts, and what nobody may do to them.</summary>
public sealed class UserAttackTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;
    private readonly HttpClient root = shared.Administrator.Client;

    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "" }, { "POST", "" }, { "GET", "/{id}" }, { "PATCH", "/{id}" }, { "POST", "/{id}/disable" }, { "POST", "/{id}/enable" }, { "POST", "/{id}/end-sessions" }, { "POST", "/{id}/reset-link" }, { "DELETE", "/{id}" }, { "POST", "/{id}/restore" },
        { "POST", "/{id}/approve" }, { "POST", "/{id}/refuse" }, { "DELETE", "/{id}/totp" },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task Only_administrators_and_keys_for_it_get_there(string method, string route)
    {
        using var eve = await host.SignUpAsync(AuthHost.NewName());
        using var narrow = host.ClientWith((await shared.Administrator.CreateKeyAsync(new { name = "n", scopes = new[] { "models.use", "settings.manage" } })).Key);
        var path = "/api/v1/admin/users" + route.Replace("{id}", eve.Id.ToString(), StringComparison.Ordinal);

        using var byUser = await eve.Client.SendAsync(Request(method, path));
        using var byKey = await narrow.SendAsync(Request(method, path));
        using var byNobody = await host.Client.SendAsync(Request(method, path));

        await byUser.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await byKey.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "scope-missing");
        await byNobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(eve.AccessToken));
    }

    [Theory]
    [InlineData("""{"role":"Admin"}""")]
    [InlineData("""{"roles":["Admin"]}""")]
    [InlineData("""{"permissions":["users.manage"]}""")]
    [InlineData("""{"disabledAt":null}""")]
    [InlineData("""{"securityVersion":9}""")]
    public async Task Nobody_raises_himself_through_his_profile(string body)
    {
        using var eve = await host.SignUpAsync(AuthHost.NewName());

        using var response = await eve.Client.PatchAsync("/api/v1/me", new StringContent(body, Encoding.UTF8, "application/json"));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("User", (await root.UserAsync(eve.Id)).Text("role"));
    }

    [Theory]
    [InlineData("""{"id":"01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"}""")]
    [InlineData("""{"roles":["Root"]}""")]
    [InlineData("""{"roles":[]}""")]
    [InlineData("""{"permissions":["users.manage"]}""")]
    [InlineData("""{"role":"Root"}""")]
    [InlineData("""{"passwordHash":"x"}""")]
    [InlineData("""{"disabledAt":null}""")]
    [InlineData("""{"userName":"other"}""")]
    [InlineData("""{"email":"nowhere"}""")]
    [InlineData("""{"displayName":"a\u202Eb"}""")]
    [InlineData("[]")]
    public async Task What_is_no_field_of_the_request_is_refused(string body)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var response = await root.PatchAsync($"/api/v1/admin/users/{user.Id}", new StringContent(body, Encoding.UTF8, "application/json"));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_key_reads_and_disables_but_makes_no_accounts_administrators_or_addresses()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var key = host.ClientWith((await shared.Administrator.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } })).Key);
        var path = $"/api/v1/admin/users/{user.Id}";
        var name = AuthHost.NewName();

        using var made = await key.PostAsJsonAsync("/api/v1/admin/users", new { userName = name, email = $"{name}@example.org", role = "Admin" });
        using var raised = await key.PatchAsJsonAsync(path, new { role = "Admin" });
        using var moved = await key.PatchAsJsonAsync(path, new { email = "eve@example.org" });
        using var read = await key.GetAsync(path);
        using var disabled = await key.PostAsync($"{path}/disable", null);

        await made.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await raised.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await moved.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (read.StatusCode, disabled.StatusCode));
    }

    [Fact]
    public async Task Nobody_disables_himself_and_the_last_administrator_stays()
    {
        using var second = await host.SignUpAsync(AuthHost.NewName());
        await root.ChangeAsync(second.Id, new { role = "Admin" });
        using var secondNow = await host.LogInAsync(second.UserName);

        using var self = await secondNow.Client.PostAsync($"/api/v1/admin/users/{second.Id}/disable", null);
        await root.ChangeAsync(second.Id, new { role = "User" });
        using var demoted = await root.PatchAsJsonAsync($"/api/v1/admin/users/{shared.Administrator.Id}", new { role = "User" });
        using var key = host.ClientWith((await shared.Administrator.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } })).Key);
        using var disabled = await key.PostAsync($"/api/v1/admin/users/{shared.Administrator.Id}/disable", null);

        await self.ShouldBeProblemAsync(HttpStatusCode.Conflict, "not-yourself");
        await demoted.ShouldBeProblemAsync(HttpStatusCode.Conflict, "last-administrator");
        await disabled.ShouldBeProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal("Admin", (await root.UserAsync(shared.Administrator.Id)).Text("role"));
    }

    [Fact]
    public async Task Administrators_who_disable_and_demote_each_other_at_once_leave_one()
    {
        await using var own = await TestHost.StartAsync(AuthHost.NoLimits);
        using var first = await own.SignUpAsync("first");
        using var second = await own.SignUpAsync("second");
        await first.Client.ChangeAsync(second.Id, new { role = "Admin" });
        using var secondNow = await own.LogInAsync("second");

        var answers = await Task.WhenAll(
            first.Client.PostAsync($"/api/v1/admin/users/{second.Id}/disable", null),
            secondNow.Client.PatchAsJsonAsync($"/api/v1/admin/users/{first.Id}", new { role = "User" }));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Nobody_is_not_found()
    {
        foreach (var (method, route) in Routes.Where(r => r.Data.Item2.Length > 0).Select(r => r.Data))
        {
            using var response = await root.SendAsync(Request(method, $"/api/v1/admin/users{route.Replace("{id}", Guid.Empty.ToString(), StringComparison.Ordinal)}"));
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "user-not-found");
        }
    }

    private static HttpRequestMessage Request(string method, string path) =>
        new(new HttpMethod(method), path) { Content = method is "GET" ? null : new StringContent("""{}""", Encoding.UTF8, "application/json") };
}
