using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class MeTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Me_is_the_signed_in_user()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var response = await user.Client.GetAsync("/api/v1/me");

        var me = await response.JsonAsync();
        Assert.Equal((user.Id, user.UserName, $"{user.UserName}@example.org"), (me.GetProperty("id").GetGuid(), me.Text("userName"), me.Text("email")));
        Assert.Equal(["avatarId", "createdAt", "displayName", "email", "emailConfirmed", "id", "locale", "pendingEmail", "permissions", "roles", "timeZone", "userName"], me.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.EndsWith("+00:00", me.Text("createdAt").Replace("Z", "+00:00", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_there_is_nobody()
    {
        using var response = await host.SendAsync(HttpMethod.Get, "/api/v1/me");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task The_name_can_be_changed_and_is_logged_in_with()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var name = AuthHost.NewName();

        using var response = await user.Client.PatchAsJsonAsync("/api/v1/me", new { userName = name });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(name, (await response.JsonAsync()).Text("userName"));
        using var again = await host.LogInAsync(name);
        Assert.Equal(user.Id, again.Id);
        using var old = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password });
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
    }

    [Fact]
    public async Task The_address_is_changed_with_the_password_only()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var email = $"{AuthHost.NewName()}@example.org";

        using var without = await user.Client.PatchAsJsonAsync("/api/v1/me", new { email });
        using var wrong = await user.Client.PatchAsJsonAsync("/api/v1/me", new { email, currentPassword = "not the password at all" });
        using var right = await user.Client.PatchAsJsonAsync("/api/v1/me", new { email, currentPassword = TestUser.Password });

        await without.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-password");
        Assert.Equal(email, (await right.JsonAsync()).Text("email"));
    }

    [Fact]
    public async Task Someone_elses_name_is_taken()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var other = await host.SignUpAsync(AuthHost.NewName());

        using var response = await user.Client.PatchAsJsonAsync("/api/v1/me", new { userName = other.UserName.ToUpperInvariant() });

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "user-name-taken");
    }

    [Theory]
    [InlineData("""{"roles":["Admin"]}""")]
    [InlineData("""{"id":"01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"}""")]
    [InlineData("""{"securityVersion":0}""")]
    [InlineData("""{"userName":""}""")]
    [InlineData("""{"userName":7}""")]
    [InlineData("""{"email":"nowhere","currentPassword":"correct horse battery staple"}""")]
    public async Task What_is_not_mine_to_change_is_refused(string body)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var response = await user.Client.PatchAsync("/api/v1/me", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Changing_nothing_changes_nothing()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var response = await user.Client.PatchAsJsonAsync("/api/v1/me", new { });

        Assert.Equal(user.UserName, (await response.JsonAsync()).Text("userName"));
    }
}
