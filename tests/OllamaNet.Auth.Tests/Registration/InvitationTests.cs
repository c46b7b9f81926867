using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Auth.Tests.Administration;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Registration;

public sealed class InvitationTests(InvitationHost shared) : IClassFixture<InvitationHost>
{
    private const string Path = "/api/v1/admin/invitations";
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Nobody_registers_without_an_invitation_and_one_lets_in_once()
    {
        using var root = await shared.RootAsync();
        var token = await GuardedHost.InviteAsync(root.Client);
        var name = AuthHost.NewName();

        using var without = await shared.RegisterAsync(name);
        using var invented = await shared.RegisterAsync(name, new string('A', 43));
        using var let = await shared.RegisterAsync(name, token);
        using var again = await shared.RegisterAsync(AuthHost.NewName(), token);

        await without.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "invitation-needed");
        await invented.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-invitation");
        Assert.Equal(HttpStatusCode.Created, let.StatusCode);
        Assert.Equal(["User"], (await let.JsonAsync()).GetProperty("user").GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        await again.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-invitation");
        var mode = await host.Client.GetFromJsonAsync<JsonElement>("/api/v1/auth/registration");
        Assert.Equal("invitation", mode.Text("mode"));
    }

    [Fact]
    public async Task Of_many_who_bring_one_invitation_at_once_one_gets_an_account()
    {
        using var root = await shared.RootAsync();
        var token = await GuardedHost.InviteAsync(root.Client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => shared.RegisterAsync(AuthHost.NewName(), token)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.BadRequest));
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task An_invitation_outlives_a_registration_that_failed()
    {
        using var root = await shared.RootAsync();
        var token = await GuardedHost.InviteAsync(root.Client);

        using var taken = await shared.RegisterAsync("root", token, "another@example.org");
        using var weak = await host.PostAsync("register", new { userName = AuthHost.NewName(), email = "weak@example.org", password = "passwordpassword", invitation = token });
        using var let = await shared.RegisterAsync(AuthHost.NewName(), token);

        await taken.ShouldBeProblemAsync(HttpStatusCode.Conflict, "user-name-taken");
        await weak.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.Equal(HttpStatusCode.Created, let.StatusCode);
    }

    [Fact]
    public async Task An_invitation_is_for_its_address_and_gives_its_role()
    {
        using var root = await shared.RootAsync();
        var name = AuthHost.NewName();
        var token = await GuardedHost.InviteAsync(root.Client, new { email = $"{name}@example.org", role = "Admin" });

        using var other = await shared.RegisterAsync(AuthHost.NewName(), token);
        using var own = await shared.RegisterAsync(name, token, $"{name.ToUpperInvariant()}@example.org");

        await other.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.Equal(HttpStatusCode.Created, own.StatusCode);
        Assert.Equal(["Admin", "User"], (await own.JsonAsync()).GetProperty("user").GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
    }

    [Fact]
    public async Task What_is_taken_back_or_too_old_lets_nobody_in()
    {
        using var root = await shared.RootAsync();
        var revoked = await GuardedHost.InviteAsync(root.Client);
        var old = await GuardedHost.InviteAsync(root.Client, new { days = 1 });
        var newest = (await root.Client.GetFromJsonAsync<JsonElement>(Path)).GetProperty("items").EnumerateArray().Take(2).ToList();

        using var gone = await root.Client.DeleteAsync($"{Path}/{newest[1].Text("id")}");
        using var twice = await root.Client.DeleteAsync($"{Path}/{newest[1].Text("id")}");
        using var byRevoked = await shared.RegisterAsync(AuthHost.NewName(), revoked);
        shared.Clock.Advance(TimeSpan.FromHours(25));
        using var byOld = await shared.RegisterAsync(AuthHost.NewName(), old);

        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await twice.ShouldBeProblemAsync(HttpStatusCode.NotFound, "invitation-not-found");
        await byRevoked.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-invitation");
        await byOld.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-invitation");
    }

    [Fact]
    public async Task Who_is_no_administrator_any_more_leaves_no_invitation_behind()
    {
        using var root = await shared.RootAsync();
        var name = AuthHost.NewName();
        using var made = await shared.RegisterAsync(name, await GuardedHost.InviteAsync(root.Client, new { role = "Admin" }));
        using var second = await host.LogInAsync(name);
        var token = await GuardedHost.InviteAsync(second.Client, new { role = "Admin" });

        await root.Client.ChangeAsync(second.Id, new { role = "User" });
        using var refused = await shared.RegisterAsync(AuthHost.NewName(), token);

        await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-invitation");
    }

    [Fact]
    public async Task Neither_users_nor_keys_invite_and_the_list_shows_no_token()
    {
        using var root = await shared.RootAsync();
        var token = await GuardedHost.InviteAsync(root.Client);
        using var registered = await shared.RegisterAsync(AuthHost.NewName(), await GuardedHost.InviteAsync(root.Client));
        using var user = host.ClientWith((await registered.JsonAsync()).Text("accessToken"));
        using var key = host.ClientWith((await root.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } })).Key);

        using var byUser = await user.PostAsJsonAsync(Path, new { role = "Admin" });
        using var listed = await user.GetAsync(Path);
        using var byKey = await key.PostAsJsonAsync(Path, new { role = "Admin" });

        await byUser.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await listed.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await byKey.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        Assert.DoesNotContain(token, await root.Client.GetStringAsync(Path), StringComparison.Ordinal);
    }
}
