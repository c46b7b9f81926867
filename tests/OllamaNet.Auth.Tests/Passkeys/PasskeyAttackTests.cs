using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Passkeys;

public sealed class PasskeyAttackTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task An_answer_works_once_however_many_send_it_at_once()
    {
        using var device = new SimulatedAuthenticator { Counter = 1 };
        using var user = await WithAsync(device);
        var browser = new PasskeyBrowser(host);
        var options = await browser.OptionsAsync("/login/options");
        device.Counter++;
        var credential = device.Get(options, browser.Origin);
        var cookie = browser.Cookie;

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new PasskeyBrowser(host) { Cookie = cookie }.PostAsync("/login", new { credential })));
        using var later = await new PasskeyBrowser(host) { Cookie = cookie }.PostAsync("/login", new { credential });

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        await later.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task An_answer_to_another_browsers_challenge_or_to_none_is_refused()
    {
        using var device = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        var (victim, attacker) = (new PasskeyBrowser(host), new PasskeyBrowser(host));
        var options = await victim.OptionsAsync("/login/options");
        await attacker.OptionsAsync("/login/options");

        using var crossed = await attacker.PostAsync("/login", new { credential = device.Get(options, attacker.Origin) });
        using var bare = await new PasskeyBrowser(host).PostAsync("/login", new { credential = device.Get(options, attacker.Origin) });

        await crossed.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        await bare.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
    }

    [Fact]
    public async Task A_challenge_is_too_old_after_five_minutes()
    {
        using var device = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        var browser = new PasskeyBrowser(host);
        var options = await browser.OptionsAsync("/login/options");
        shared.Clock.Advance(TimeSpan.FromMinutes(5.1));

        using var late = await browser.PostAsync("/login", new { credential = device.Get(options, browser.Origin) });

        await late.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
    }

    [Theory]
    [InlineData("https://localhost.evil.example", null), InlineData("http://evil.example", null), InlineData("http://localhost:1", null), InlineData(null, "evil.example")]
    public async Task What_was_made_on_another_page_or_for_another_name_is_refused(string? origin, string? rpId)
    {
        using var device = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        using var other = new SimulatedAuthenticator();
        var browser = new PasskeyBrowser(host);
        var own = new PasskeyBrowser(host, user.AccessToken);

        using var login = await browser.PostAsync("/login", new { credential = device.Get(await browser.OptionsAsync("/login/options"), origin ?? browser.Origin, rpId) });
        using var added = await own.PostAsync("", new { credential = other.Create(await own.OptionsAsync("/options"), origin ?? own.Origin, rpId) });

        await login.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        await added.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkey-not-added");
    }

    [Fact]
    public async Task A_page_of_another_site_gets_no_further_than_the_door()
    {
        using var device = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        var browser = new PasskeyBrowser(host);

        using var begun = await browser.SendAsync(HttpMethod.Post, "/login/options", from: "http://evil.example");

        await begun.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "origin-not-allowed");
    }

    [Fact]
    public async Task A_device_whose_counter_goes_back_or_stands_still_is_a_copy()
    {
        using var device = new SimulatedAuthenticator { Counter = 7 };
        using var user = await WithAsync(device);

        using var still = await new PasskeyBrowser(host).LogInAsync(device);
        device.Counter = 6;
        using var back = await new PasskeyBrowser(host).LogInAsync(device);
        device.Counter = 8;
        using var on = await new PasskeyBrowser(host).LogInAsync(device);

        await still.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        await back.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        Assert.Equal(HttpStatusCode.OK, on.StatusCode);
    }

    [Fact]
    public async Task A_passkey_of_somebody_else_proves_nothing_whoever_it_says_it_is_of()
    {
        using var device = new SimulatedAuthenticator();
        using var evesDevice = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        using var eve = await WithAsync(evesDevice);
        evesDevice.UserHandle = device.UserHandle;
        var browser = new PasskeyBrowser(host, user.AccessToken);

        using var login = await new PasskeyBrowser(host).LogInAsync(evesDevice);
        using var proof = await browser.PostAsync("/fresh", new { credential = evesDevice.Get(await browser.OptionsAsync("/fresh/options"), browser.Origin) });

        await login.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        await proof.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkey-refused");
    }

    [Fact]
    public async Task A_credential_id_of_somebody_else_under_another_key_is_refused()
    {
        using var device = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        using var forger = new SimulatedAuthenticator { CredentialId = device.CredentialId, UserHandle = device.UserHandle };
        using var eve = await host.SignUpAsync(AuthHost.NewName());

        using var login = await new PasskeyBrowser(host).LogInAsync(forger);
        using var taken = await new PasskeyBrowser(host, eve.AccessToken).TryAddAsync(forger);

        await login.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        await taken.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkey-not-added");
    }

    [Fact]
    public async Task A_device_that_asked_nobody_to_unlock_it_is_not_enough()
    {
        using var device = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        using var open = new SimulatedAuthenticator { VerifiesUser = false };
        device.VerifiesUser = false;

        using var login = await new PasskeyBrowser(host).LogInAsync(device);
        using var added = await new PasskeyBrowser(host, user.AccessToken).TryAddAsync(open);

        await login.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        await added.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkey-not-added");
    }

    [Fact]
    public async Task A_challenge_is_good_for_what_it_was_asked_for_and_for_who_asked()
    {
        using var device = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        using var eve = await host.SignUpAsync(AuthHost.NewName());
        var browser = new PasskeyBrowser(host, user.AccessToken);

        using var asLogin = await browser.PostAsync("/login", new { credential = device.Get(await browser.OptionsAsync("/fresh/options"), browser.Origin) });
        using var asProof = await browser.PostAsync("/fresh", new { credential = device.Get(await browser.OptionsAsync("/login/options"), browser.Origin) });
        using var fresh = new SimulatedAuthenticator();
        var forUser = fresh.Create(await browser.OptionsAsync("/options"), browser.Origin);
        using var byEve = await new PasskeyBrowser(host, eve.AccessToken) { Cookie = browser.Cookie }.PostAsync("", new { credential = forUser });

        await asLogin.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "passkey-refused");
        await asProof.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkey-refused");
        await byEve.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "passkey-not-added");
    }

    [Fact]
    public async Task A_disabled_account_stays_shut()
    {
        using var device = new SimulatedAuthenticator();
        using var user = await WithAsync(device);
        using (var administrator = await host.LogInAsync(shared.Administrator.UserName))
        using (var disabled = await administrator.Client.PostAsync($"/api/v1/admin/users/{user.Id}/disable", null)) disabled.EnsureSuccessStatusCode();

        using var refused = await new PasskeyBrowser(host).LogInAsync(device);

        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account-disabled");
    }

    [Theory]
    [InlineData("{}"), InlineData("null"), InlineData("\"x\""), InlineData("[]"), InlineData("""{"id":1}"""), InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":"AA"}}""")]
    public async Task What_is_no_credential_is_refused_and_nothing_breaks(string credential)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var (browser, own) = (new PasskeyBrowser(host), new PasskeyBrowser(host, user.AccessToken));
        using var json = System.Text.Json.JsonDocument.Parse(credential);
        await browser.OptionsAsync("/login/options");
        await own.OptionsAsync("/options");

        using var login = await browser.PostAsync("/login", new { credential = json.RootElement });
        using var added = await own.PostAsync("", new { credential = json.RootElement });
        await browser.OptionsAsync("/login/options");
        using var nothing = await browser.PostAsync("/login", new { });

        Assert.True(login.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{login.StatusCode}");
        Assert.Equal(HttpStatusCode.BadRequest, added.StatusCode);
        Assert.True(nothing.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{nothing.StatusCode}");
    }

    [Fact]
    public async Task No_api_key_sees_or_makes_a_passkey()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await user.CreateKeyAsync();
        using var byKey = host.ClientWith(key);

        using var list = await byKey.GetAsync("/api/v1/auth/passkeys");
        using var begun = await byKey.PostAsJsonAsync("/api/v1/auth/passkeys/options", new { });

        await list.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await begun.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
    }

    private async Task<TestUser> WithAsync(SimulatedAuthenticator device)
    {
        var user = await host.SignUpAsync(AuthHost.NewName());
        await new PasskeyBrowser(host, user.AccessToken).AddAsync(device);
        return user;
    }
}
