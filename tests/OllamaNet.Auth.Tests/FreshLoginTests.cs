using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Auth.Tests.SecondFactor;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class FreshLoginTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(14), PastFresh = TimeSpan.FromMinutes(2);
    private readonly TestHost host = shared.Host;

    public static TheoryData<string, string, string> Dangerous => new()
    {
        { "PATCH", "/api/v1/admin/users/{0}", """{"role":"Admin"}""" },
        { "DELETE", "/api/v1/admin/users/{0}", "" },
        { "POST", "/api/v1/admin/users/{0}/temporary-password", "" },
        { "POST", "/api/v1/admin/users/{0}/reset-link", "" },
        { "DELETE", "/api/v1/admin/users/{0}/totp", "" },
        { "POST", "/api/v1/admin/users", """{"userName":"fresh-made","email":"fresh-made@example.org","role":"Admin"}""" },
        { "POST", "/api/v1/admin/invitations", """{"role":"Admin"}""" },
        { "GET", "/api/v1/admin/audit/export", "" },
        { "POST", "/api/v1/admin/nodes", """{"name":"stale","kind":"openAI","url":"http://127.0.0.1:9","apiKey":"sk-1"}""" },
        { "POST", "/api/v1/admin/nodes/join-tokens", """{"name":"stale"}""" },
        { "PATCH", "/api/v1/admin/settings", """{"Auth:RegistrationApproval":false}""" },
        { "POST", "/api/v1/keys", """{"name":"stale","scopes":["models.use"]}""" },
    };

    [Theory, MemberData(nameof(Dangerous))]
    public async Task A_session_that_proved_itself_long_ago_does_nothing_dangerous(string method, string path, string body)
    {
        using var victim = await host.SignUpAsync(AuthHost.NewName());
        using var stale = await StaleAdministratorAsync();

        using var refused = await SendAsync(stale, method, string.Format(null, path, victim.Id), body);

        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "fresh-login-required");
        Assert.False((await stale.GetFromJsonAsync<JsonElement>($"/api/v1/admin/users/{victim.Id}")).TryGetProperty("purgeAt", out var purge) && purge.ValueKind is JsonValueKind.String);
    }

    [Fact]
    public async Task The_password_makes_the_session_fresh_again_and_refreshing_keeps_that()
    {
        using var victim = await host.SignUpAsync(AuthHost.NewName());
        using var user = await host.LogInAsync(shared.Administrator.UserName);
        var (stale, refreshToken) = await LaterAsync(user);
        using var _ = stale;

        using var wrong = await stale.PostAsJsonAsync("/api/v1/auth/fresh", new { currentPassword = "not the right password" });
        using var proven = await stale.PostAsJsonAsync("/api/v1/auth/fresh", new { currentPassword = TestUser.Password });
        Assert.Equal(HttpStatusCode.OK, proven.StatusCode);
        using var fresh = host.ClientWith((await proven.JsonAsync()).Text("accessToken"));
        using var done = await fresh.PostAsync($"/api/v1/admin/users/{victim.Id}/reset-link", null);
        using var again = await host.PostAsync("refresh", new { refreshToken });
        using var refreshed = host.ClientWith((await again.JsonAsync()).Text("accessToken"));
        using var doneToo = await refreshed.PostAsync($"/api/v1/admin/users/{victim.Id}/reset-link", null);

        await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-password");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (done.StatusCode, doneToo.StatusCode));
    }

    [Fact]
    public async Task Refreshing_alone_makes_nothing_fresh_and_proving_ends_with_its_time()
    {
        using var user = await host.LogInAsync(shared.Administrator.UserName);
        var (stale, _) = await LaterAsync(user);
        using var proven = await stale.PostAsJsonAsync("/api/v1/auth/fresh", new { currentPassword = TestUser.Password });
        using var fresh = host.ClientWith((await proven.JsonAsync()).Text("accessToken"));
        // The access token still holds for another moment, its proof does not.
        shared.Clock.Advance(TimeSpan.FromMinutes(15.1));

        using var late = await fresh.PostAsJsonAsync("/api/v1/keys", new { name = "late", scopes = new[] { "models.use" } });

        await late.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "fresh-login-required");
        stale.Dispose();
    }

    [Fact]
    public async Task With_the_second_step_the_password_alone_is_not_enough()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);

        using var bare = await user.Client.PostAsJsonAsync("/api/v1/auth/fresh", new { currentPassword = TestUser.Password });
        using var worn = await user.Client.PostAsJsonAsync("/api/v1/auth/fresh", new { currentPassword = TestUser.Password, code = app.Used });
        using var right = await user.Client.PostAsJsonAsync("/api/v1/auth/fresh", new { currentPassword = TestUser.Password, code = app.Next() });

        await bare.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        await worn.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-code");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.True((await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/auth/fresh")).GetProperty("code").GetBoolean());
    }

    [Fact]
    public async Task A_session_that_ended_is_not_brought_back_by_proving()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var ended = await host.PostAsync("logout", new { refreshToken = user.RefreshToken });

        using var refused = await user.Client.PostAsJsonAsync("/api/v1/auth/fresh", new { currentPassword = TestUser.Password });

        await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Api_keys_cannot_prove_anything_and_do_what_their_scopes_say()
    {
        using var administrator = await host.LogInAsync(shared.Administrator.UserName);
        var (key, _) = await administrator.CreateKeyAsync(new { name = "settings", scopes = new[] { "settings.manage", "users.manage" } });
        using var byKey = host.ClientWith(key);
        shared.Clock.Advance(TimeSpan.FromMinutes(20));

        using var proof = await byKey.PostAsJsonAsync("/api/v1/auth/fresh", new { currentPassword = TestUser.Password });
        using var setting = await SendAsync(byKey, "PATCH", "/api/v1/admin/settings", """{"Auth:RegistrationApproval":false}""");

        await proof.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        Assert.Equal(HttpStatusCode.OK, setting.StatusCode);
    }

    [Fact]
    public async Task What_is_not_dangerous_asks_for_nothing()
    {
        using var stale = await StaleAdministratorAsync();

        using var banner = await SendAsync(stale, "PATCH", "/api/v1/admin/settings", """{"Banner:Text":null}""");
        using var list = await stale.GetAsync("/api/v1/admin/users");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (banner.StatusCode, list.StatusCode));
    }

    private async Task<HttpClient> StaleAdministratorAsync()
    {
        using var user = await host.LogInAsync(shared.Administrator.UserName);
        return (await LaterAsync(user)).Client;
    }

    /// <summary>The session goes on with refreshed tokens until it proved itself too long ago.</summary>
    private async Task<(HttpClient Client, string RefreshToken)> LaterAsync(TestUser user)
    {
        shared.Clock.Advance(Later);
        using var refreshed = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
        var answer = await refreshed.JsonAsync();
        shared.Clock.Advance(PastFresh);
        return (host.ClientWith(answer.Text("accessToken")), answer.Text("refreshToken"));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is not "GET") request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        if (path.EndsWith("/settings", StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("If-Match", "*");
        return await client.SendAsync(request);
    }
}
