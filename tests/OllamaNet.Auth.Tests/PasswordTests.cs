using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class PasswordTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private const string NewPassword = "seven quiet rivers run north";
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Whoever_has_the_session_but_not_the_password_cannot_change_it_and_is_throttled()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await ChangeAsync(user, "not the password at all");
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-password");
        }

        using var sixth = await ChangeAsync(user);

        await sixth.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "login-blocked");
        Assert.NotNull(sixth.Headers.RetryAfter);
        using var login = await host.PostAsync("login", new { login = user.UserName, password = NewPassword });
        Assert.NotEqual(HttpStatusCode.OK, login.StatusCode);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_only_it_signs_in()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var thief = await host.LogInAsync(user.UserName);

        using var response = await ChangeAsync(user);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await host.MeAsync(user.AccessToken), await host.MeAsync(thief.AccessToken)));
        using var stolen = await host.PostAsync("refresh", new { refreshToken = thief.RefreshToken });
        await stolen.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        using var own = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var old = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password });
        await old.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
        (await host.LogInAsync(user.UserName, NewPassword)).Dispose();
    }

    [Fact]
    public async Task A_login_with_the_old_password_does_not_slip_in_while_it_is_changed()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        var change = ChangeAsync(user);
        var logins = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.PostAsync("login", new { login = user.UserName, password = TestUser.Password })));
        using var changed = await change;

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        foreach (var login in logins.Where(l => l.StatusCode == HttpStatusCode.OK))
            Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync((await login.JsonAsync()).Text("accessToken")));
        foreach (var login in logins) login.Dispose();
    }

    [Theory]
    [InlineData("short")]
    [InlineData("passwordpassword")]
    [InlineData("abababababababab")]
    [InlineData(TestUser.Password)]
    public async Task The_rules_are_those_of_registration(string password)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var response = await ChangeAsync(user, newPassword: password);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.True(problem.GetProperty("errors").TryGetProperty("newPassword", out _));
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(user.AccessToken));
    }

    [Fact]
    public async Task Nobody_signed_in_changes_nothing()
    {
        using var response = await host.PostAsync("password", new { currentPassword = TestUser.Password, newPassword = NewPassword });

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    private static Task<HttpResponseMessage> ChangeAsync(TestUser user, string current = TestUser.Password, string newPassword = NewPassword) =>
        user.Client.PostAsJsonAsync("/api/v1/auth/password", new { currentPassword = current, newPassword });
}
