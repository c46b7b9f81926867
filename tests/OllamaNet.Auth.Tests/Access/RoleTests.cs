using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Tests.Administration;
using OllamaNet.Auth.Tests.Keys;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Access;

public sealed class RoleTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private const string Audit = "/api/v1/admin/audit?limit=1", Users = "/api/v1/admin/users?limit=1";
    private readonly TestHost host = shared.Host;
    private readonly HttpClient root = shared.Administrator.Client;

    [Fact]
    public async Task What_an_own_role_permits_its_users_may_do_and_nothing_more()
    {
        var role = AuthHost.NewName();
        await root.CreateRoleAsync(role, "audit.read");
        using var user = await SignUpWithAsync("User", role);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await StatusAsync(user.Client, Audit), await StatusAsync(user.Client, Users)));
        var me = await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/me");
        Assert.Equal(["conversations.use", "models.use", "audit.read"], me.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
        var shown = (await root.ListAsync($"text={user.UserName}&role={role}")).Single();
        Assert.Equal(["User", role], shown.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal("User", shown.Text("role"));
    }

    [Fact]
    public async Task Who_is_no_user_but_something_else_may_do_that_alone()
    {
        var role = AuthHost.NewName();
        await root.CreateRoleAsync(role, "audit.read");
        using var user = await SignUpWithAsync(role);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(user.Client, Audit));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(user.Client, "/api/v1/models"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(user.Client, "/api/v1/conversations"));
    }

    [Fact]
    public async Task A_changed_role_holds_for_open_sessions_keys_and_streams_in_every_process_within_5_seconds()
    {
        await using var other = await TestHost.StartAsync(host.SettingsToShare());
        var role = AuthHost.NewName();
        var id = await root.CreateRoleAsync(role, "audit.read", "users.manage");
        using var user = await SignUpWithAsync("User", role);
        using var elsewhere = other.ClientWith(user.AccessToken);
        using var key = other.ClientWith((await user.CreateKeyAsync(new { name = "k", scopes = new[] { "audit.read", "users.manage" } })).Key);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(elsewhere, Users), await StatusAsync(key, Users)));
        var current = await CurrentAsync(other, user);
        using var stream = other.Services.GetRequiredService<Revocations>().Watch(current);

        var watch = Stopwatch.StartNew();
        using var changed = await root.PutAsJsonAsync($"/api/v1/admin/roles/{id}", new { permissions = new[] { "audit.read" } });

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await StatusAsync(user.Client, Users), await StatusAsync(user.Client, Audit)));
        await UntilAsync(async () => await StatusAsync(elsewhere, Users) == HttpStatusCode.Forbidden && await StatusAsync(key, Users) == HttpStatusCode.Forbidden && stream.Revoked.IsCancellationRequested);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"took {watch.Elapsed}");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(elsewhere, Audit), await StatusAsync(key, Audit)));
    }

    [Fact]
    public async Task A_role_that_permits_more_permits_it_to_who_is_signed_in_already()
    {
        var role = AuthHost.NewName();
        var id = await root.CreateRoleAsync(role);
        using var user = await SignUpWithAsync("User", role);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(user.Client, Audit));

        using var changed = await root.PutAsJsonAsync($"/api/v1/admin/roles/{id}", new { permissions = new[] { "audit.read" }, description = " Reads. " });

        Assert.Equal("Reads.", (await changed.JsonAsync()).Text("description"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(user.Client, Audit));
    }

    [Fact]
    public async Task A_deleted_role_is_gone_from_everybody_and_one_of_the_same_name_is_not_theirs()
    {
        var role = AuthHost.NewName();
        var id = await root.CreateRoleAsync(role, "audit.read");
        using var user = await SignUpWithAsync("User", role);
        using var key = host.ClientWith((await user.CreateKeyAsync(new { name = "k", scopes = new[] { "audit.read" } })).Key);

        using var deleted = await root.DeleteAsync($"/api/v1/admin/roles/{id}");
        await root.CreateRoleAsync(role, "audit.read");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (await StatusAsync(user.Client, Audit), await StatusAsync(key, Audit)));
        using var again = await host.LogInAsync(user.UserName);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await StatusAsync(again.Client, Audit), await host.MeAsync(again.AccessToken)));
        Assert.Equal(["User"], (await root.UserAsync(user.Id)).GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
    }

    [Fact]
    public async Task Roles_are_listed_with_what_they_permit_and_how_many_have_them()
    {
        var role = AuthHost.NewName();
        await root.CreateRoleAsync(role, "usage.read", "audit.read", "audit.read");
        using var user = await SignUpWithAsync("User", role);

        var list = await root.GetFromJsonAsync<JsonElement>("/api/v1/admin/roles");

        var items = list.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["Admin", "User"], items.Take(2).Select(r => r.Text("name")));
        Assert.All(items.Take(2), r => Assert.True(r.GetProperty("builtIn").GetBoolean() && !r.GetProperty("editable").GetBoolean()));
        Assert.Equal(list.GetProperty("permissions").GetRawText(), items[0].GetProperty("permissions").GetRawText());
        var own = items.Single(r => r.Text("name") == role);
        Assert.Equal(("""["usage.read","audit.read"]""", 1, false, true),
            (own.GetProperty("permissions").GetRawText(), own.GetProperty("users").GetInt32(), own.GetProperty("builtIn").GetBoolean(), own.GetProperty("editable").GetBoolean()));
    }

    [Fact]
    public async Task Every_change_of_a_role_is_recorded()
    {
        var role = AuthHost.NewName();
        var id = await root.CreateRoleAsync(role, "audit.read");
        using var changed = await root.PutAsJsonAsync($"/api/v1/admin/roles/{id}", new { permissions = new[] { "usage.read" } });
        using var deleted = await root.DeleteAsync($"/api/v1/admin/roles/{id}");

        var page = await root.GetFromJsonAsync<JsonElement>($"/api/v1/admin/audit?target={id}");

        Assert.Equal(
            [
                """role.created  {"permissions":["audit.read"]}""", """role.changed {"permissions":["audit.read"]} {"permissions":["usage.read"]}""", """role.deleted {"permissions":["usage.read"]} """,
            ],
            page.GetProperty("items").EnumerateArray().Reverse().Select(e => $"{e.Text("action")} {e.GetProperty("before")} {e.GetProperty("after")}"));
    }

    private async Task<TestUser> SignUpWithAsync(params string[] roles)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await root.ChangeAsync(user.Id, new { roles });
        return await host.LogInAsync(user.UserName);
    }

    /// <summary>The user as a request finds him on that host.</summary>
    private static async Task<CurrentUser> CurrentAsync(TestHost on, TestUser user)
    {
        var found = (await on.Services.GetRequiredService<Principals>().FindAsync(user.Id, CancellationToken.None))!;
        return new(user.Id, Guid.Empty, IsAdmin: false) { Version = int.MaxValue, Roles = found.Roles, Access = on.Services.GetRequiredService<AccessBook>() };
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo()) await Task.Delay(50, patience.Token);
    }
}
