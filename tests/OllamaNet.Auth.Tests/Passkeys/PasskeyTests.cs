using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Auth.Tests.SecondFactor;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Passkeys;

public sealed class PasskeyTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task A_passkey_logs_in_without_name_password_and_code()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await user.TurnTotpOnAsync(shared.Clock);
        using var device = new SimulatedAuthenticator();
        var added = await new PasskeyBrowser(host, user.AccessToken).AddAsync(device);

        using var done = await new PasskeyBrowser(host).LogInAsync(device);

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        var signedIn = await done.JsonAsync();
        Assert.Equal(user.Id.ToString(), signedIn.Text("user", "id"));
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(signedIn.Text("accessToken")));
        var listed = Assert.Single((await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/auth/passkeys")).GetProperty("items").EnumerateArray());
        Assert.Equal(added.Text("id"), listed.Text("id"));
        Assert.NotEqual(JsonValueKind.Null, listed.GetProperty("lastUsedAt").ValueKind);
    }

    [Fact]
    public async Task The_options_of_a_login_tell_nothing_of_anybody_and_ask_for_the_owner()
    {
        var options = await new PasskeyBrowser(host).OptionsAsync("/login/options");

        Assert.Equal("required", options.Text("userVerification"));
        Assert.Equal("localhost", options.Text("rpId"));
        Assert.True(!options.TryGetProperty("allowCredentials", out var allowed) || allowed.GetArrayLength() == 0);
    }

    [Fact]
    public async Task A_passkey_proves_again_who_is_there()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var device = new SimulatedAuthenticator();
        await new PasskeyBrowser(host, user.AccessToken).AddAsync(device);
        shared.Clock.Advance(TimeSpan.FromMinutes(14));
        using var refreshed = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
        var token = (await refreshed.JsonAsync()).Text("accessToken");
        shared.Clock.Advance(TimeSpan.FromMinutes(2));
        var browser = new PasskeyBrowser(host, token);

        using var stale = await browser.PostAsync("/options");
        var options = await browser.OptionsAsync("/fresh/options");
        using var proven = await browser.PostAsync("/fresh", new { credential = device.Get(options, browser.Origin) });
        Assert.True(proven.IsSuccessStatusCode, await proven.Content.ReadAsStringAsync());
        await new PasskeyBrowser(host, (await proven.JsonAsync()).Text("accessToken")).OptionsAsync("/options");

        await stale.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "fresh-login-required");
        Assert.Single(options.GetProperty("allowCredentials").EnumerateArray());
    }

    [Fact]
    public async Task It_is_renamed_and_removed_by_its_owner_alone()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var eve = await host.SignUpAsync(AuthHost.NewName());
        using var device = new SimulatedAuthenticator();
        var browser = new PasskeyBrowser(host, user.AccessToken);
        var eves = new PasskeyBrowser(host, eve.AccessToken);
        var id = (await browser.AddAsync(device)).Text("id");

        using var stolen = await eves.SendAsync(HttpMethod.Delete, $"/{id}");
        using var misnamed = await eves.SendAsync(HttpMethod.Patch, $"/{id}", new { name = "mine" });
        using var renamed = await browser.SendAsync(HttpMethod.Patch, $"/{id}", new { name = " Laptop " });
        using var removed = await browser.SendAsync(HttpMethod.Delete, $"/{id}");
        using var late = await new PasskeyBrowser(host).LogInAsync(device);

        await stolen.ShouldBeProblemAsync(HttpStatusCode.NotFound, "passkey-not-found");
        await misnamed.ShouldBeProblemAsync(HttpStatusCode.NotFound, "passkey-not-found");
        Assert.Equal("Laptop", (await renamed.JsonAsync()).Text("name"));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await late.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
    }

    [Fact]
    public async Task The_last_way_into_an_account_without_a_password_stays()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var first = new SimulatedAuthenticator();
        using var second = new SimulatedAuthenticator();
        var browser = new PasskeyBrowser(host, user.AccessToken);
        var ids = new[] { (await browser.AddAsync(first)).Text("id"), (await browser.AddAsync(second)).Text("id") };
        await using (var none = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"UPDATE auth.users SET password_hash = NULL WHERE id = '{user.Id}'")) await none.ExecuteNonQueryAsync();

        var answers = await Task.WhenAll(ids.Select(id => new PasskeyBrowser(host, user.AccessToken).SendAsync(HttpMethod.Delete, $"/{id}")));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
        await answers.Single(a => a.StatusCode != HttpStatusCode.NoContent).ShouldBeProblemAsync(HttpStatusCode.Conflict, "last-way-in");
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task There_are_ten_at_most_and_none_twice()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var browser = new PasskeyBrowser(host, user.AccessToken);
        var devices = Enumerable.Range(0, 11).Select(_ => new SimulatedAuthenticator()).ToList();
        foreach (var device in devices.Take(9)) await browser.AddAsync(device);

        using var twice = await browser.TryAddAsync(devices[0]);
        await browser.AddAsync(devices[9]);
        using var eleventh = await browser.TryAddAsync(devices[10]);

        await twice.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkey-not-added");
        await eleventh.ShouldBeProblemAsync(HttpStatusCode.Conflict, "too-many-passkeys");
        devices.ForEach(d => d.Dispose());
    }

    [Fact]
    public async Task By_an_IP_address_there_are_no_passkeys()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var begun = await user.Client.PostAsync("/api/v1/auth/passkeys/options", null);
        using var login = await host.PostAsync("passkeys/login/options", new { });

        await begun.ShouldBeProblemAsync(HttpStatusCode.Conflict, "passkeys-need-a-name");
        await login.ShouldBeProblemAsync(HttpStatusCode.Conflict, "passkeys-need-a-name");
    }

    [Fact]
    public async Task A_temporary_password_is_replaced_before_a_passkey_opens_anything_even_when_it_is_too_old()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var device = new SimulatedAuthenticator();
        await new PasskeyBrowser(host, user.AccessToken).AddAsync(device);
        using (var administrator = await host.LogInAsync(shared.Administrator.UserName))
        using (var set = await administrator.Client.PostAsync($"/api/v1/admin/users/{user.Id}/temporary-password", null)) set.EnsureSuccessStatusCode();
        shared.Clock.Advance(TimeSpan.FromDays(8));

        using var asked = await new PasskeyBrowser(host).LogInAsync(device);
        var ticket = (await asked.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "new-password-required")).Text("ticket");
        shared.Clock.Advance(TimeSpan.FromMinutes(1));
        using var done = await host.PostAsync("login/password", new { ticket, password = "seven quiet rivers run north" });

        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Administrators_remove_those_of_others_and_what_happens_is_recorded()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var device = new SimulatedAuthenticator();
        await new PasskeyBrowser(host, user.AccessToken).AddAsync(device);
        using var administrator = await host.LogInAsync(shared.Administrator.UserName);
        using var login = await new PasskeyBrowser(host).LogInAsync(device);
        var before = await administrator.Client.GetFromJsonAsync<JsonElement>($"/api/v1/admin/users/{user.Id}");

        using var removed = await administrator.Client.DeleteAsync($"/api/v1/admin/users/{user.Id}/passkeys");
        using var late = await new PasskeyBrowser(host).LogInAsync(device);
        using var again = await administrator.Client.DeleteAsync($"/api/v1/admin/users/{user.Id}/passkeys");

        Assert.Equal(1, before.GetProperty("passkeys").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await late.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "no-passkeys");
        var audit = await administrator.Client.GetFromJsonAsync<JsonElement>($"/api/v1/admin/audit?text={user.Id}");
        var actions = audit.GetProperty("items").EnumerateArray().Select(e => e.Text("action")).ToList();
        Assert.Empty(new[] { "user.passkey-added", "user.passkey-removed", "auth.login" }.Except(actions, StringComparer.Ordinal));
    }
}
