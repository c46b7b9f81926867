using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Auth.Tests.SecondFactor;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class TemporaryPasswordTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private const string NewPassword = "seven quiet rivers run north";
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task It_leads_to_setting_another_and_to_nothing_else()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        var password = await SetAsync(user.Id);

        using var refused = await LogInAsync(user, password);
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "new-password-required");
        Assert.False(problem.TryGetProperty("accessToken", out _));
        using var done = await NewAsync(problem.Text("ticket"), NewPassword);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync((await done.JsonAsync()).Text("accessToken")));
        (await host.LogInAsync(user.UserName, NewPassword)).Dispose();
        using var worn = await LogInAsync(user, password);
        await worn.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
    }

    [Fact]
    public async Task Sessions_the_password_before_and_links_end_with_it()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var administrator = await host.LogInAsync(shared.Administrator.UserName);
        using var made = await administrator.Client.PostAsync($"/api/v1/admin/users/{user.Id}/reset-link", null);
        var link = (await made.JsonAsync()).Text("path")["/reset#".Length..];

        await SetAsync(user.Id);

        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));
        using var refreshed = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
        await refreshed.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        using var before = await LogInAsync(user, TestUser.Password);
        await before.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
        using var reset = await host.PostAsync("password-reset/confirm", new { token = link, password = NewPassword });
        await reset.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
    }

    [Fact]
    public async Task A_ticket_works_once_for_its_step_alone_and_not_after_another_temporary_password()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var first = await TicketAsync(user, await SetAsync(user.Id));
        var second = await TicketAsync(user, await SetAsync(user.Id));

        using var old = await NewAsync(first, NewPassword);
        using var asRestore = await host.PostAsync("restore", new { ticket = second });
        using var asCode = await host.PostAsync("login/totp", new { ticket = second, code = "123456" });
        using var done = await NewAsync(second, NewPassword);
        using var again = await NewAsync(second, "eight loud rivers run south");

        foreach (var refused in new[] { old, asRestore, asCode, again }) await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task Of_many_who_send_one_ticket_at_once_one_sets_the_password()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var ticket = await TicketAsync(user, await SetAsync(user.Id));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => NewAsync(ticket, $"{i} quiet rivers run north")));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task The_new_one_has_to_be_good_and_another()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var password = await SetAsync(user.Id);
        var ticket = await TicketAsync(user, password);

        using var same = await NewAsync(ticket, password);
        using var weak = await NewAsync(ticket, "passwordpassword");
        using var done = await NewAsync(ticket, NewPassword);

        await same.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        await weak.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task The_second_step_is_asked_for_before_it_can_be_changed()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        var password = await SetAsync(user.Id);

        var ticket = await host.TicketAsync(user.UserName, password);
        using var early = await NewAsync(ticket, NewPassword);
        using var coded = await host.SendCodeAsync(ticket, app.Next());
        var problem = await coded.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "new-password-required");
        using var done = await NewAsync(problem.Text("ticket"), NewPassword);

        await early.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task It_is_worthless_after_seven_days_and_a_link_helps_then()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var password = await SetAsync(user.Id);
        shared.Clock.Advance(TimeSpan.FromDays(7.1));

        using var late = await LogInAsync(user, password);

        await late.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "temporary-password-expired");
        using var administrator = await host.LogInAsync(shared.Administrator.UserName);
        using var made = await administrator.Client.PostAsync($"/api/v1/admin/users/{user.Id}/reset-link", null);
        using var reset = await host.PostAsync("password-reset/confirm", new { token = (await made.JsonAsync()).Text("path")["/reset#".Length..], password = NewPassword });
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        (await host.LogInAsync(user.UserName, NewPassword)).Dispose();
    }

    [Fact]
    public async Task Only_administrators_set_one_never_their_own_and_never_by_key()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var administrator = await host.LogInAsync(shared.Administrator.UserName);
        var (key, _) = await administrator.CreateKeyAsync(new { name = "users", scopes = new[] { "users.manage" } });
        using var byKey = host.ClientWith(key);

        using var own = await administrator.Client.PostAsync($"/api/v1/admin/users/{administrator.Id}/temporary-password", null);
        using var keyed = await byKey.PostAsync($"/api/v1/admin/users/{user.Id}/temporary-password", null);
        using var ordinary = await user.Client.PostAsync($"/api/v1/admin/users/{administrator.Id}/temporary-password", null);

        await own.ShouldBeProblemAsync(HttpStatusCode.Conflict, "not-yourself");
        await keyed.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await ordinary.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task<string> SetAsync(Guid id)
    {
        using var administrator = await host.LogInAsync(shared.Administrator.UserName);
        using var set = await administrator.Client.PostAsync($"/api/v1/admin/users/{id}/temporary-password", null);
        Assert.True(set.StatusCode == HttpStatusCode.OK, await set.Content.ReadAsStringAsync());
        Assert.NotEqual(JsonValueKind.Null, (await administrator.Client.GetFromJsonAsync<JsonElement>($"/api/v1/admin/users/{id}")).GetProperty("temporaryUntil").ValueKind);
        return (await set.JsonAsync()).Text("password");
    }

    private Task<HttpResponseMessage> LogInAsync(TestUser user, string password) => host.PostAsync("login", new { login = user.UserName, password });

    private async Task<string> TicketAsync(TestUser user, string password)
    {
        using var refused = await LogInAsync(user, password);
        return (await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "new-password-required")).Text("ticket");
    }

    private Task<HttpResponseMessage> NewAsync(string ticket, string password) => host.PostAsync("login/password", new { ticket, password });
}
