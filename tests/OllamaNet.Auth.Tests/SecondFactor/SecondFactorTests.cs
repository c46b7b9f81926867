using System.Net;
using System.Net.Http.Json;
using System.Text;
using OllamaNet.Auth.Tests.Keys;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.SecondFactor;

public sealed class SecondFactorTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private const string NewPassword = "seven quiet rivers run north";
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task A_code_signs_in_once_however_many_send_it_at_once()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        var ticket = await host.TicketAsync(user.UserName);
        using var ofSetup = await host.SendCodeAsync(ticket, app.Used);
        var code = app.Next();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.SendCodeAsync(ticket, code)));
        using var later = await host.SendCodeAsync(await host.TicketAsync(user.UserName), code);

        await ofSetup.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        await later.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_ticket_is_for_its_owner_only_and_cannot_be_changed()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var eve = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        var evesApp = await eve.TurnTotpOnAsync(shared.Clock);
        var (ticket, evesTicket) = (await host.TicketAsync(user.UserName), await host.TicketAsync(eve.UserName));
        // Whose it is comes first: eve's own proof below the name of somebody else.
        var forged = ticket[..20] + evesTicket[20..];

        using var othersCode = await host.SendCodeAsync(ticket, evesApp.Next());
        using var mixed = await host.SendCodeAsync(forged, app.Now);
        using var cut = await host.SendCodeAsync(ticket[..^1], app.Now);
        using var right = await host.SendCodeAsync(ticket, app.Now);

        await othersCode.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
        await mixed.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        await cut.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(user.Id.ToString(), (await right.JsonAsync()).Text("user", "id"));
    }

    [Fact]
    public async Task A_ticket_is_worthless_after_five_minutes_and_after_the_password_was_changed()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        var first = await host.TicketAsync(user.UserName);
        shared.Clock.Advance(TimeSpan.FromMinutes(5.1));
        using var old = await host.SendCodeAsync(first, app.Now);
        var second = await host.TicketAsync(user.UserName);
        using var changed = await user.Client.PostAsJsonAsync("/api/v1/auth/password", new { currentPassword = TestUser.Password, newPassword = NewPassword });

        using var stolen = await host.SendCodeAsync(second, app.Next());

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await old.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        await stolen.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        using var own = await host.SendCodeAsync(await host.TicketAsync(user.UserName, NewPassword), app.Next());
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task A_ticket_is_no_token_of_any_other_kind()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await user.TurnTotpOnAsync(shared.Clock);
        var ticket = await host.TicketAsync(user.UserName);

        using var refresh = await host.PostAsync("refresh", new { refreshToken = ticket });
        using var reset = await host.PostAsync("password-reset/confirm", new { token = ticket, password = NewPassword });

        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(ticket));
        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        await reset.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
    }

    [Fact]
    public async Task After_five_wrong_codes_the_account_rests_and_the_password_does_not_begin_the_count_anew()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        app.Next();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await host.SendCodeAsync(await host.TicketAsync(user.UserName), app.Wrong());
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
        }

        var ticket = await host.TicketAsync(user.UserName);
        using var right = await host.SendCodeAsync(ticket, app.Now);
        using var recovery = await host.SendCodeAsync(ticket, app.RecoveryCodes[0]);
        using var off = await user.EndTotpAsync(app.Now);
        shared.Clock.Advance(TimeSpan.FromSeconds(31));
        using var later = await host.SendCodeAsync(ticket, app.Now);

        await right.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "code-blocked");
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        await recovery.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "code-blocked");
        await off.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "code-blocked");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Guesses_at_the_same_time_are_all_counted()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        var (ticket, wrong) = (await host.TicketAsync(user.UserName), app.Wrong());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.SendCodeAsync(ticket, wrong)));

        Assert.Equal((5, 15), (answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized), answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests)));
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Without_a_ticket_nobody_is_blocked_by_guesses()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        var ticket = await host.TicketAsync(user.UserName);
        for (var i = 0; i < 6; i++)
        {
            using var guess = await host.SendCodeAsync(ticket[..^2] + "AA", app.Wrong());
            await guess.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        }

        using var right = await host.SendCodeAsync(ticket, app.Next());

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var eve = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        await eve.TurnTotpOnAsync(shared.Clock);
        Assert.Equal(10, app.RecoveryCodes.Distinct(StringComparer.Ordinal).Count());
        var (ticket, code) = (await host.TicketAsync(user.UserName), app.RecoveryCodes[3]);

        using var ofOther = await host.SendCodeAsync(await host.TicketAsync(eve.UserName), code);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.SendCodeAsync(ticket, code.ToUpperInvariant())));

        await ofOther.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(9, (await user.TotpAsync()).GetProperty("recoveryCodesLeft").GetInt32());
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Whoever_has_the_session_but_not_the_password_sets_nothing_up()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var begun = await user.BeginTotpAsync("not the password at all");
        using var confirmed = await user.ConfirmTotpAsync("000000");

        await begun.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-password");
        await confirmed.ShouldBeProblemAsync(HttpStatusCode.Conflict, "totp-not-begun");
    }

    [Fact]
    public async Task Nothing_asks_for_a_code_until_the_app_has_shown_one()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var first = await user.BeginTotpAsync();
        var given = await first.JsonAsync();
        using var second = await user.BeginTotpAsync();
        var app = new Authenticator(TotpSteps.Decode((await second.JsonAsync()).Text("secret")), shared.Clock);
        var abandoned = new Authenticator(TotpSteps.Decode(given.Text("secret")), shared.Clock);

        using var withAbandoned = await user.ConfirmTotpAsync(abandoned.Now);
        (await host.LogInAsync(user.UserName)).Dispose();
        var before = await user.TotpAsync();
        using var confirmed = await user.ConfirmTotpAsync(app.Now);
        using var again = await user.BeginTotpAsync();

        Assert.Equal(20, abandoned.Secret.Length);
        Assert.Equal($"otpauth://totp/OllamaNet:{user.UserName}?secret={given.Text("secret")}&issuer=OllamaNet&algorithm=SHA1&digits=6&period=30", given.Text("uri"));
        await withAbandoned.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-code");
        Assert.False(before.GetProperty("active").GetBoolean());
        Assert.Equal((HttpStatusCode.OK, "no-store"), (confirmed.StatusCode, confirmed.Headers.CacheControl?.ToString()));
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "totp-on");
        await host.TicketAsync(user.UserName);
        Assert.True((await user.TotpAsync()).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task It_is_turned_off_with_password_and_code_only()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);

        using var wrongPassword = await user.EndTotpAsync(app.Next(), "not the password at all");
        using var wrongCode = await user.EndTotpAsync(app.Wrong());
        await host.TicketAsync(user.UserName);
        using var off = await user.EndTotpAsync(app.Now);
        using var twice = await user.EndTotpAsync(app.Next());

        await wrongPassword.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-password");
        await wrongCode.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-code");
        Assert.Equal(HttpStatusCode.NoContent, off.StatusCode);
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "totp-off");
        (await host.LogInAsync(user.UserName)).Dispose();
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM auth.recovery_codes WHERE user_id = $1", user.Id));
    }

    [Fact]
    public async Task New_recovery_codes_take_the_place_of_the_old_ones()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);

        using var wrong = await user.Client.PostAsJsonAsync("/api/v1/auth/totp/recovery-codes", new { currentPassword = TestUser.Password, code = app.Wrong() });
        using var made = await user.Client.PostAsJsonAsync("/api/v1/auth/totp/recovery-codes", new { currentPassword = TestUser.Password, code = app.RecoveryCodes[0] });
        var fresh = (await made.JsonAsync()).GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!).ToList();
        using var old = await host.SendCodeAsync(await host.TicketAsync(user.UserName), app.RecoveryCodes[1]);
        using var right = await host.SendCodeAsync(await host.TicketAsync(user.UserName), fresh[1]);

        await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-code");
        Assert.Empty(fresh.Intersect(app.RecoveryCodes, StringComparer.Ordinal));
        await old.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_new_password_by_link_does_not_take_the_second_step_away()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        using var administrator = await host.LogInAsync("root");
        using var made = await administrator.Client.PostAsync($"/api/v1/admin/users/{user.Id}/reset-link", null);
        var token = (await made.JsonAsync()).Text("path")["/reset#".Length..];

        using var reset = await host.PostAsync("password-reset/confirm", new { token, password = NewPassword });
        using var signedIn = await host.SendCodeAsync(await host.TicketAsync(user.UserName, NewPassword), app.Next());

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK), (reset.StatusCode, signedIn.StatusCode));
    }

    [Fact]
    public async Task Sessions_and_API_keys_go_on_and_keys_get_to_none_of_it()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var key = (await user.CreateKeyAsync()).Key;
        using var byKey = host.ClientWith(key);
        var app = await user.TurnTotpOnAsync(shared.Clock);

        using var refresh = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
        using var state = await byKey.GetAsync("/api/v1/auth/totp");
        using var begin = await byKey.PostAsJsonAsync("/api/v1/auth/totp", new { currentPassword = TestUser.Password });
        using var confirm = await byKey.PostAsJsonAsync("/api/v1/auth/totp/confirm", new { code = app.Now });
        using var codes = await byKey.PostAsJsonAsync("/api/v1/auth/totp/recovery-codes", new { currentPassword = TestUser.Password, code = app.RecoveryCodes[0] });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (refresh.StatusCode, await host.MeAsync(user.AccessToken), await host.UseAsync(key)));
        foreach (var answer in new[] { state, begin, confirm, codes }) await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
    }

    [Fact]
    public async Task Neither_database_nor_audit_log_holds_a_secret_and_every_step_is_recorded()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);
        var ticket = await host.TicketAsync(user.UserName);
        using (var wrong = await host.SendCodeAsync(ticket, app.Wrong())) Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using (var right = await host.SendCodeAsync(ticket, app.RecoveryCodes[0])) Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        using (var off = await user.EndTotpAsync(app.Next())) Assert.Equal(HttpStatusCode.NoContent, off.StatusCode);
        await user.TurnTotpOnAsync(shared.Clock);

        var actions = await host.ScalarAsync<string[]>("SELECT array_agg(action || CASE outcome WHEN 1 THEN '!' ELSE '' END ORDER BY id) FROM platform.audit WHERE target_id = $1", user.Id.ToString());
        var entries = await host.ScalarAsync<string>("SELECT string_agg(a::text, ' ') FROM platform.audit a WHERE target_id = $1", user.Id.ToString());
        var stored = await host.ScalarAsync<byte[]>("SELECT sealed_secret FROM auth.totp_secrets WHERE user_id = $1", user.Id);

        Assert.Equal(
            [
                "user.registered", "user.totp-begun", "user.totp-on", "auth.code-asked", "auth.login!", "user.recovery-code-used", "auth.login",
                "user.totp-off", "user.totp-begun", "user.totp-on",
            ],
            actions);
        Assert.DoesNotContain(ticket, entries, StringComparison.Ordinal);
        Assert.All(app.RecoveryCodes, code => Assert.DoesNotContain(code, entries, StringComparison.Ordinal));
        Assert.DoesNotContain(Convert.ToHexString(app.Secret), Convert.ToHexString(stored), StringComparison.Ordinal);
        Assert.Equal(10, await host.ScalarAsync<long>("SELECT count(*) FROM auth.recovery_codes WHERE user_id = $1 AND length(hash) = 32", user.Id));
    }

    [Theory]
    [InlineData("""{"ticket":"","code":"123456"}""")]
    [InlineData("""{"ticket":"AAAA"}""")]
    [InlineData("""{"ticket":"AAAA","code":"123456","remember":true}""")]
    [InlineData("""{"ticket":"AAAA","code":123456}""")]
    [InlineData("""{"ticket":"AAAA","code":"111111111111111111111"}""")]
    public async Task Nonsense_is_refused(string body)
    {
        using var response = await host.PostJsonAsync("login/totp", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("𝟙𝟚𝟛𝟜𝟝𝟞")]
    public async Task A_strange_code_is_a_wrong_one(string code)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await user.TurnTotpOnAsync(shared.Clock);

        using var response = await host.SendCodeAsync(await host.TicketAsync(user.UserName), code);
        using var invented = await host.SendCodeAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(code)), code);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-code");
        await invented.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
    }
}
