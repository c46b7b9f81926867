using System.Net;
using System.Net.Http.Json;
using System.Text;
using OllamaNet.Auth.Tests.Administration;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Access;

/// <summary>Who manages users, and tries to become or to make more than that.</summary>
public sealed class RoleAttackTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;
    private readonly HttpClient root = shared.Administrator.Client;

    public static TheoryData<string, string, string> Touches => new()
    {
        { "PATCH", "", """{"displayName":"x"}""" }, { "PATCH", "", """{"email":"eve@example.org"}""" }, { "PATCH", "", """{"role":"User"}""" }, { "PATCH", "", """{"roles":["User"]}""" },
        { "POST", "/disable", "" }, { "POST", "/enable", "" }, { "POST", "/end-sessions", "" }, { "POST", "/reset-link", "" }, { "POST", "/temporary-password", "" }, { "POST", "/restore", "" }, { "POST", "/approve", "" }, { "POST", "/refuse", "" },
        { "DELETE", "", "" }, { "DELETE", "?atOnce=true", "" }, { "DELETE", "/totp", "" },
    };

    [Theory, MemberData(nameof(Touches))]
    public async Task Who_has_less_lays_no_hand_on_an_administrator_or_on_who_has_more(string method, string route, string body)
    {
        using var eve = await host.SignUpManagerAsync(root);
        var more = AuthHost.NewName();
        await root.CreateRoleAsync(more, "settings.manage");
        using var superior = await host.SignUpAsync(AuthHost.NewName());
        await root.ChangeAsync(superior.Id, new { roles = new[] { "User", more } });

        foreach (var id in (Guid[])[shared.Administrator.Id, superior.Id])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/admin/users/{id}{route}") { Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json") };
            using var response = await eve.Client.SendAsync(request);
            await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more-than-you-may");
        }
    }

    [Fact]
    public async Task Who_manages_users_manages_those_who_have_no_more()
    {
        using var manager = await host.SignUpManagerAsync(root);
        using var user = await host.SignUpAsync(AuthHost.NewName());

        await manager.Client.ChangeAsync(user.Id, new { displayName = "Ada" });
        await manager.Client.DoAsync(user.Id, "disable");

        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));
    }

    [Theory, InlineData("""{"role":"Admin"}"""), InlineData("""{"roles":["User","Admin"]}"""), InlineData("""{"roles":["User","MORE"]}""")]
    public async Task Nobody_gives_himself_or_another_a_role_that_permits_what_he_may_not(string change)
    {
        using var eve = await host.SignUpManagerAsync(root);
        var more = AuthHost.NewName();
        await root.CreateRoleAsync(more, "settings.manage", "users.manage");
        using var friend = await host.SignUpAsync(AuthHost.NewName());

        foreach (var id in (Guid[])[eve.Id, friend.Id])
        {
            using var response = await eve.Client.PatchAsync($"/api/v1/admin/users/{id}", new StringContent(change.Replace("MORE", more, StringComparison.Ordinal), Encoding.UTF8, "application/json"));
            await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more-than-you-may");
        }

        Assert.Equal("User", (await root.UserAsync(eve.Id)).Text("role"));
    }

    [Fact]
    public async Task Nobody_makes_or_invites_an_administrator_who_is_none()
    {
        using var eve = await host.SignUpManagerAsync(root);
        var name = AuthHost.NewName();

        using var made = await eve.Client.PostAsJsonAsync("/api/v1/admin/users", new { userName = name, email = $"{name}@example.org", role = "Admin" });
        using var madeSo = await eve.Client.PostAsJsonAsync("/api/v1/admin/users", new { userName = name, email = $"{name}@example.org", roles = new[] { "User", "Admin" } });
        using var invited = await eve.Client.PostAsJsonAsync("/api/v1/admin/invitations", new { role = "Admin" });
        using var ordinary = await eve.Client.PostAsJsonAsync("/api/v1/admin/invitations", new { role = "User" });

        await made.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more-than-you-may");
        await madeSo.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more-than-you-may");
        await invited.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more-than-you-may");
        Assert.Equal(HttpStatusCode.Created, ordinary.StatusCode);
    }

    [Fact]
    public async Task Nobody_makes_or_changes_a_role_that_permits_what_he_may_not()
    {
        using var eve = await host.SignUpManagerAsync(root);
        var more = await root.CreateRoleAsync(AuthHost.NewName(), "settings.manage");
        var less = await eve.Client.CreateRoleAsync(AuthHost.NewName(), "models.use");

        using var made = await eve.Client.PostAsJsonAsync("/api/v1/admin/roles", new { name = AuthHost.NewName(), permissions = new[] { "users.manage", "audit.read" } });
        using var raised = await eve.Client.PutAsJsonAsync($"/api/v1/admin/roles/{less}", new { permissions = new[] { "settings.manage" } });
        using var lowered = await eve.Client.PutAsJsonAsync($"/api/v1/admin/roles/{more}", new { permissions = Array.Empty<string>() });
        using var deleted = await eve.Client.DeleteAsync($"/api/v1/admin/roles/{more}");

        foreach (var response in (HttpResponseMessage[])[made, raised, lowered, deleted]) await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more-than-you-may");
    }

    [Theory]
    [InlineData("01900000-0000-7000-8000-000000000001")]
    [InlineData("01900000-0000-7000-8000-000000000002")]
    public async Task Built_in_roles_stay_as_they_are(string id)
    {
        using var changed = await root.PutAsJsonAsync($"/api/v1/admin/roles/{id}", new { permissions = new[] { "models.use" } });
        using var deleted = await root.DeleteAsync($"/api/v1/admin/roles/{id}");

        await changed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "built-in-role");
        await deleted.ShouldBeProblemAsync(HttpStatusCode.Conflict, "built-in-role");
    }

    [Theory, InlineData("admin"), InlineData("USER"), InlineData("Admin")]
    public async Task No_role_is_called_like_another(string name)
    {
        using var response = await root.PostAsJsonAsync("/api/v1/admin/roles", new { name, permissions = new[] { "models.use" } });

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "role-exists");
    }

    [Theory]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"name":"","permissions":[]}""")]
    [InlineData("""{"name":" x","permissions":[]}""")]
    [InlineData("""{"name":"a\u202Eb","permissions":[]}""")]
    [InlineData("""{"name":"a, b","permissions":[]}""")]
    [InlineData("""{"name":"x","permissions":["everything"]}""")]
    [InlineData("""{"name":"x","permissions":[null]}""")]
    [InlineData("""{"name":"x","permissions":[],"builtIn":true}""")]
    [InlineData("""{"name":"x","permissions":[],"id":"01900000-0000-7000-8000-000000000002"}""")]
    public async Task What_is_no_role_is_refused(string body)
    {
        using var response = await root.PostAsync("/api/v1/admin/roles", new StringContent(body, Encoding.UTF8, "application/json"));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_key_makes_no_roles_and_groups_and_no_key_of_a_manager_does_more_than_he_may()
    {
        using var key = host.ClientWith((await shared.Administrator.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } })).Key);
        using var eve = await host.SignUpManagerAsync(root);

        using var role = await key.PostAsJsonAsync("/api/v1/admin/roles", new { name = "x", permissions = new[] { "models.use" } });
        using var group = await key.PostAsJsonAsync("/api/v1/admin/groups", new { name = "x" });
        using var wide = await eve.Client.PostAsJsonAsync("/api/v1/keys", new { name = "k", scopes = new[] { "settings.manage" } });

        await role.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await group.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await wide.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_key_of_who_has_more_is_not_ended()
    {
        using var eve = await host.SignUpManagerAsync(root);
        var (_, id) = await shared.Administrator.CreateKeyAsync();

        using var response = await eve.Client.DeleteAsync($"/api/v1/admin/keys/{id}");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more-than-you-may");
    }

    [Fact]
    public async Task An_invitation_is_worth_nothing_once_who_made_it_may_make_none()
    {
        var name = AuthHost.NewName();
        var role = await root.CreateRoleAsync(name, "users.manage");
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await root.ChangeAsync(user.Id, new { roles = new[] { "User", name } });
        using var manager = await host.LogInAsync(user.UserName);
        using var invited = await manager.Client.PostAsJsonAsync("/api/v1/admin/invitations", new { });
        var token = (await invited.JsonAsync()).Text("path")["/register#".Length..];
        using var changed = await root.PutAsJsonAsync($"/api/v1/admin/roles/{role}", new { permissions = new[] { "audit.read" } });

        var guest = AuthHost.NewName();
        using var registered = await host.PostAsync("register", new { userName = guest, email = $"{guest}@example.org", password = TestUser.Password, invitation = token });

        await registered.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-invitation");
    }
}
