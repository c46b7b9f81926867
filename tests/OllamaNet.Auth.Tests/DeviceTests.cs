using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class DeviceTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Someone_elses_session_is_neither_seen_nor_ended()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var eve = await host.SignUpAsync(AuthHost.NewName());
        var session = await SessionOfAsync(user);

        using var response = await eve.Client.DeleteAsync($"/api/v1/auth/sessions/{session}");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "session-not-found");
        Assert.DoesNotContain(await SessionsAsync(eve), s => s.GetProperty("id").GetGuid() == session);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(user.AccessToken));
    }

    [Fact]
    public async Task A_key_neither_lists_nor_ends_sessions_nor_changes_the_password()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var session = await SessionOfAsync(user);
        using var key = host.ClientWith((await user.CreateKeyAsync()).Key);

        using var list = await key.GetAsync("/api/v1/auth/sessions");
        using var end = await key.DeleteAsync($"/api/v1/auth/sessions/{session}");
        using var others = await key.PostAsync("/api/v1/auth/logout-others", null);
        using var password = await key.PostAsJsonAsync("/api/v1/auth/password", new { currentPassword = TestUser.Password, newPassword = "seven quiet rivers run north" });

        foreach (var refused in new[] { list, end, others, password }) await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
    }

    [Fact]
    public async Task Sessions_tell_device_and_address_and_which_one_asks()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var login = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password }, ("User-Agent", Firefox));

        var sessions = await SessionsAsync(user);

        Assert.Equal(2, sessions.Count);
        Assert.Equal(("Firefox, Linux", "127.0.0.1", false), (sessions[0].Text("device"), sessions[0].Text("address"), sessions[0].GetProperty("current").GetBoolean()));
        Assert.Equal((JsonValueKind.Null, true), (sessions[1].GetProperty("device").ValueKind, sessions[1].GetProperty("current").GetBoolean()));
        Assert.Equal(["address", "createdAt", "current", "device", "id", "lastUsedAt"], sessions[0].EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sessions_come_in_pages()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        for (var i = 0; i < 2; i++) (await host.LogInAsync(user.UserName)).Dispose();

        var first = await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/auth/sessions?limit=2");
        var second = await user.Client.GetFromJsonAsync<JsonElement>($"/api/v1/auth/sessions?limit=2&after={first.Text("next")}");
        using var nonsense = await user.Client.GetAsync("/api/v1/auth/sessions?after=nonsense");

        Assert.Equal((2, 1), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.True(second.GetProperty("items")[0].GetProperty("current").GetBoolean());
        await nonsense.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
    }

    [Fact]
    public async Task A_session_that_is_ended_from_elsewhere_loses_token_refresh_and_streams()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var stolen = await host.LogInAsync(user.UserName);
        var session = await SessionOfAsync(stolen);
        using var stream = host.Services.GetRequiredService<Revocations>().Watch(new CurrentUser(user.Id, session, IsAdmin: false) { Version = 1 });

        using var ended = await user.Client.DeleteAsync($"/api/v1/auth/sessions/{session}");
        using var again = await user.Client.DeleteAsync($"/api/v1/auth/sessions/{session}");

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "session-not-found");
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(stolen.AccessToken));
        using var refresh = await host.PostAsync("refresh", new { refreshToken = stolen.RefreshToken });
        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(TimeSpan.FromSeconds(5), stream.Revoked));
        Assert.Single(await SessionsAsync(user));
    }

    [Fact]
    public async Task Logging_out_everywhere_else_keeps_this_session()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var phone = await host.LogInAsync(user.UserName);
        using var other = await host.SignUpAsync(AuthHost.NewName());

        using var response = await user.Client.PostAsync("/api/v1/auth/logout-others", null);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (await host.MeAsync(user.AccessToken), await host.MeAsync(phone.AccessToken), await host.MeAsync(other.AccessToken)));
        using var refresh = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
        Assert.Equal(HttpStatusCode.OK, refresh.StatusCode);
    }

    [Theory]
    [InlineData(Firefox, "Firefox, Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome, Android")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("Mozilla/5.0 (<script>alert(1)</script>)", null)]
    [InlineData("<b>hello", null)]
    [InlineData("", null)]
    public void A_device_is_named_in_short_words_of_ours(string userAgent, string? device) => Assert.Equal(device, Visitor.DeviceOf(userAgent));

    private static async Task<List<JsonElement>> SessionsAsync(TestUser user) =>
        [.. (await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/auth/sessions")).GetProperty("items").EnumerateArray()];

    private static async Task<Guid> SessionOfAsync(TestUser user) =>
        (await SessionsAsync(user)).Single(s => s.GetProperty("current").GetBoolean()).GetProperty("id").GetGuid();
}
