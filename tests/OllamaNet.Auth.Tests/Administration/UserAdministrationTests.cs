using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Tests.Keys;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Administration;

public sealed class UserAdministrationTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly TestHost host = shared.Host;
    private readonly HttpClient root = shared.Administrator.Client;

    [Fact]
    public async Task A_disabled_account_loses_sessions_streams_and_keys_everywhere_within_5_seconds()
    {
        await using var other = await TestHost.StartAsync(host.SettingsToShare());
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await user.CreateKeyAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await other.MeAsync(user.AccessToken), await other.UseAsync(key)));
        using var stream = Watch(other, user);

        var watch = Stopwatch.StartNew();
        await root.DoAsync(user.Id, "disable");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await host.MeAsync(user.AccessToken), await host.UseAsync(key)));
        await Task.Delay(Limit, stream.Revoked).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.True(await other.BecomesAsync(key, HttpStatusCode.Unauthorized));

        Assert.True(watch.Elapsed < Limit, $"took {watch.Elapsed}");
        Assert.True(stream.Revoked.IsCancellationRequested);
        Assert.Equal(HttpStatusCode.Unauthorized, await other.MeAsync(user.AccessToken));
        using var refresh = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
    }

    [Fact]
    public async Task Only_who_knows_the_password_is_told_that_the_account_is_disabled()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var made = await root.PostAsync($"/api/v1/admin/users/{user.Id}/reset-link", null);
        var link = (await made.JsonAsync()).Text("path")["/reset#".Length..];
        await root.DoAsync(user.Id, "disable");

        using var wrong = await host.PostAsync("login", new { login = user.UserName, password = "not the password at all" });
        using var right = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password });
        using var reset = await host.PostAsync("password-reset/confirm", new { token = link, password = "seven quiet rivers run north" });

        await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
        await right.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account-disabled");
        await reset.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
    }

    [Fact]
    public async Task An_enabled_account_logs_in_again_its_keys_work_and_old_sessions_do_not()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await user.CreateKeyAsync();
        await root.DoAsync(user.Id, "disable");
        Assert.NotEqual(JsonValueKind.Null, (await root.UserAsync(user.Id)).GetProperty("disabledAt").ValueKind);

        await root.DoAsync(user.Id, "enable");

        using var again = await host.LogInAsync(user.UserName);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await host.MeAsync(again.AccessToken), await host.MeAsync(user.AccessToken)));
        Assert.True(await host.BecomesAsync(key, HttpStatusCode.OK));
    }

    [Fact]
    public async Task Another_role_holds_for_the_session_that_is_open()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await root.ChangeAsync(user.Id, new { role = "Admin" });
        using var administrator = await RefreshAsync(user.RefreshToken!);
        var (key, _) = await administrator.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(administrator.AccessToken));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(key));

        await root.ChangeAsync(user.Id, new { role = "User" });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(administrator.AccessToken));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(key));
        using var demoted = await RefreshAsync(administrator.RefreshToken!);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(demoted.AccessToken));
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(demoted.AccessToken));
    }

    [Fact]
    public async Task Sessions_are_ended_and_keys_stay()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var elsewhere = await host.LogInAsync(user.UserName);
        var (key, _) = await user.CreateKeyAsync();
        Assert.Equal(2, (await root.UserAsync(user.Id)).GetProperty("sessions").GetInt32());

        await root.DoAsync(user.Id, "end-sessions");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await host.MeAsync(user.AccessToken), await host.MeAsync(elsewhere.AccessToken)));
        Assert.Equal(0, (await root.UserAsync(user.Id)).GetProperty("sessions").GetInt32());
        Assert.True(await host.BecomesAsync(key, HttpStatusCode.OK));
    }

    [Fact]
    public async Task An_account_is_made_with_a_link_by_which_its_owner_sets_the_password()
    {
        var name = AuthHost.NewName();

        using var made = await root.PostAsJsonAsync("/api/v1/admin/users", new { userName = name, email = $"{name}@example.org", displayName = "Ada Lovelace", role = "Admin" });

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.True(made.Headers.CacheControl!.NoStore);
        var body = await made.JsonAsync();
        using var before = await host.PostAsync("login", new { login = name, password = "" });
        Assert.Equal(HttpStatusCode.BadRequest, before.StatusCode);
        using var set = await host.PostAsync("password-reset/confirm", new { token = body.Text("resetLink", "path")["/reset#".Length..], password = "seven quiet rivers run north" });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        using var user = await host.LogInAsync(name, "seven quiet rivers run north");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(user.AccessToken));
        Assert.Equal(("Ada Lovelace", "Admin"), (body.Text("user", "displayName"), body.Text("user", "role")));
        await root.ChangeAsync(user.Id, new { role = "User" });
    }

    [Fact]
    public async Task Names_and_addresses_that_others_have_are_taken()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var other = await host.SignUpAsync(AuthHost.NewName());

        using var name = await root.PostAsJsonAsync("/api/v1/admin/users", new { userName = user.UserName.ToUpperInvariant(), email = "free@example.org" });
        using var address = await root.PostAsJsonAsync("/api/v1/admin/users", new { userName = AuthHost.NewName(), email = $"{user.UserName}@EXAMPLE.org" });
        using var moved = await root.PatchAsJsonAsync($"/api/v1/admin/users/{user.Id}", new { email = $"{other.UserName}@Example.org" });

        await name.ShouldBeProblemAsync(HttpStatusCode.Conflict, "user-name-taken");
        await address.ShouldBeProblemAsync(HttpStatusCode.Conflict, "email-taken");
        await moved.ShouldBeProblemAsync(HttpStatusCode.Conflict, "email-taken");
    }

    [Fact]
    public async Task Every_change_is_recorded_with_before_and_after()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await root.ChangeAsync(user.Id, new { role = "Admin", displayName = "Ada" });
        await root.ChangeAsync(user.Id, new { role = "Admin" });
        await root.ChangeAsync(user.Id, new { role = "User", displayName = (string?)null, email = $"{user.UserName}@example.net" });
        await root.DoAsync(user.Id, "disable");
        await root.DoAsync(user.Id, "disable");
        await root.DoAsync(user.Id, "enable");

        var page = await root.GetFromJsonAsync<JsonElement>($"/api/v1/admin/audit?target={user.Id}&action=user&actor=root");

        var entries = page.GetProperty("items").EnumerateArray().Select(e => $"{e.Text("action")} {e.GetProperty("before")} {e.GetProperty("after")}").Reverse().ToArray();
        Assert.Equal(
            [
                $$"""user.changed {"email":"{{user.UserName}}@example.org","roles":"User"} {"email":"{{user.UserName}}@example.org","displayName":"Ada","roles":"Admin, User"}""",
                $$"""user.changed {"email":"{{user.UserName}}@example.org","displayName":"Ada","roles":"Admin, User"} {"email":"{{user.UserName}}@example.net","roles":"User"}""",
                """user.disabled {"disabled":false} {"disabled":true}""",
                """user.enabled {"disabled":true} {"disabled":false}""",
            ],
            entries);
    }

    [Fact]
    public async Task Users_are_found_by_name_address_and_display_name_role_and_state()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName() + "_x");
        using var bob = await host.SignUpAsync(AuthHost.NewName());
        await root.ChangeAsync(bob.Id, new { displayName = $"Böb 100% {bob.UserName}", email = $"{bob.UserName}@elsewhere.example" });
        await root.DoAsync(bob.Id, "disable");

        async Task<string[]> FoundAsync(string query) => [.. (await root.ListAsync(query)).Select(u => u.Text("userName"))];

        Assert.Equal([bob.UserName], await FoundAsync($"text={Uri.EscapeDataString($"böb 100% {bob.UserName}")}"));
        Assert.Equal([bob.UserName], await FoundAsync($"text={bob.UserName}%40ELSEWHERE"));
        Assert.Equal([ada.UserName], await FoundAsync($"text={ada.UserName}"));
        Assert.Empty(await FoundAsync($"text={ada.UserName.Replace('_', '%')}"));
        Assert.Equal([bob.UserName], await FoundAsync($"text={bob.UserName}&state=disabled&role=User"));
        Assert.Empty(await FoundAsync($"text={bob.UserName}&state=active"));
        Assert.Empty(await FoundAsync($"text={bob.UserName}&role=Admin"));
        Assert.Contains("root", await FoundAsync("role=Admin&limit=200"));
    }

    [Fact]
    public async Task Pages_hold_everybody_once_newest_first()
    {
        var mark = AuthHost.NewName() + "pages";
        for (var i = 0; i < 5; i++) (await host.SignUpAsync($"{mark}{i}")).Dispose();

        var names = new List<string>();
        string? after = null;
        do
        {
            var page = await root.GetFromJsonAsync<JsonElement>($"/api/v1/admin/users?text={mark}&limit=2{(after is null ? "" : $"&after={after}")}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(u => u.Text("userName")));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(0, 5).Reverse().Select(i => $"{mark}{i}"), names);
    }

    [Theory, InlineData("after=nonsense"), InlineData("role=Root"), InlineData("state=gone"), InlineData("limit=0"), InlineData("limit=201"), InlineData("limit=x")]
    public async Task Odd_queries_are_refused(string query)
    {
        using var response = await root.GetAsync($"/api/v1/admin/users?{query}");

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    private async Task<TestUser> RefreshAsync(string refreshToken)
    {
        using var response = await host.PostAsync("refresh", new { refreshToken });
        var signedIn = await response.JsonAsync();
        return new TestUser(host.ClientWith(signedIn.Text("accessToken")), signedIn);
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var response = await host.SendAsync(HttpMethod.Get, "/api/v1/admin/users?limit=1", null, ("Authorization", $"Bearer {token}"));
        return response.StatusCode;
    }

    private static RevocationWatch Watch(TestHost on, TestUser user)
    {
        var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(user.AccessToken.Split('.')[1])).RootElement;
        var current = new CurrentUser(user.Id, payload.GetProperty("sid").GetGuid(), IsAdmin: false) { Version = payload.GetProperty("ver").GetInt32() };
        return on.Services.GetRequiredService<Revocations>().Watch(current);
    }
}
