using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>Which account a login at a provider opens, and what it may do. The provider is simulated.</summary>
public sealed class SsoAccountTests(SsoHost shared) : IClassFixture<SsoHost>
{
    private readonly TestHost host = shared.Host;
    private readonly SimulatedProvider provider = shared.Provider;

    [Fact]
    public async Task Who_is_new_gets_an_account_and_who_comes_again_the_same()
    {
        var subject = SsoHost.NewSubject();
        var browser = new SsoBrowser(host);

        var first = await browser.LogInAsync(provider, shared.ProviderId, subject, c => (c["name"], c["preferred_username"]) = ("Ada Lovelace", $"Ada.{subject}@staff.example"));
        var again = await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, subject, c => c["email"] = "moved@example.net");

        var user = first.GetProperty("signedIn").GetProperty("user");
        Assert.Equal($"Ada.{subject}", user.Text("userName"));
        Assert.Equal("Ada Lovelace", user.Text("displayName"));
        Assert.True(user.GetProperty("emailConfirmed").GetBoolean());
        Assert.Equal(["User"], SsoSteps.RolesOf(first));
        Assert.Equal(user.Text("id"), again.Text("signedIn", "user", "id"));
        Assert.Equal($"{subject}@example.net", again.Text("signedIn", "user", "email"));
    }

    [Fact]
    public async Task A_name_that_is_taken_gets_a_number()
    {
        using var taken = await host.SignUpAsync(AuthHost.NewName());

        var made = await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, SsoHost.NewSubject(), c => c["preferred_username"] = taken.UserName);

        Assert.Equal($"{taken.UserName}-2", made.Text("signedIn", "user", "userName"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_address_that_belongs_to_an_account_opens_nothing(bool verified)
    {
        using var owner = await host.SignUpAsync(AuthHost.NewName());
        void AsOwner(JsonObject claims) => (claims["email"], claims["email_verified"], claims["preferred_username"]) = ($"{owner.UserName.ToUpperInvariant()}@EXAMPLE.org", verified, owner.UserName);

        using var response = await new SsoBrowser(host).TryLogInAsync(provider, shared.ProviderId, SsoHost.NewSubject(), AsOwner);

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, "sso-email-taken");
    }

    [Fact]
    public async Task The_same_subject_at_another_issuer_is_somebody_else()
    {
        await using var second = await SimulatedProvider.StartAsync(shared.Clock);
        await using var both = await TestHost.StartAsync(new Dictionary<string, string?>(AuthHost.NoLimits, StringComparer.Ordinal) { ["Outgoing:PrivateTargets"] = $"127.0.0.1:{provider.Port}, 127.0.0.1:{second.Port}" });
        using var root = await both.SignUpAsync("root");
        var (firstId, secondId) = (await root.SetUpAsync(SsoSteps.ProviderOf(provider)), await root.SetUpAsync(SsoSteps.ProviderOf(second)));

        var one = await new SsoBrowser(both).LogInAsync(provider, firstId, "same");
        using var other = await new SsoBrowser(both).TryLogInAsync(second, secondId, "same");

        Assert.Equal("same", one.Text("signedIn", "user", "userName"));
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "sso-email-taken");
    }

    [Fact]
    public async Task Without_an_address_there_is_no_account_but_the_provider_may_tell_it_beside_the_token()
    {
        var subject = SsoHost.NewSubject();
        static void Silent(JsonObject claims) => claims.Remove("email");

        using var silent = await new SsoBrowser(host).TryLogInAsync(provider, shared.ProviderId, subject, Silent);
        provider.UserInfo = new() { ["sub"] = "somebody else", ["email"] = $"{subject}@example.net" };
        using var other = await new SsoBrowser(host).TryLogInAsync(provider, shared.ProviderId, subject, Silent);
        provider.UserInfo = new() { ["sub"] = subject, ["email"] = $"{subject}@example.net" };
        var told = await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, subject, Silent);
        provider.UserInfo = null;

        await silent.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "sso-email-missing");
        await other.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sso-refused");
        // Who tells the address does not say that it was proven; the token said so of no address.
        Assert.False(told.GetProperty("signedIn").GetProperty("user").GetProperty("emailConfirmed").GetBoolean());
    }

    [Theory]
    [InlineData("never", null, "sso-no-account"), InlineData("asRegistration", "closed", "registration-closed"), InlineData("asRegistration", "invitation", "invitation-needed"), InlineData("asRegistration", "domain", "domain-not-allowed")]
    public async Task Who_may_not_register_gets_no_account(string newAccounts, string? mode, string code)
    {
        Dictionary<string, string?> settings = new(SsoHost.SettingsFor(provider), StringComparer.Ordinal) { ["Auth:RegistrationDomains"] = "example.org" };
        if (mode is not null) settings["Auth:Registration"] = mode;
        await using var guarded = await TestHost.StartAsync(settings);
        using var root = await guarded.SignUpAsync("root");
        var id = await root.SetUpAsync(SsoSteps.ProviderOf(provider, newAccounts));

        using var response = await new SsoBrowser(guarded).TryLogInAsync(provider, id, SsoHost.NewSubject());

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, code);
    }

    [Fact]
    public async Task Who_needs_approval_waits_and_gets_in_once_approved()
    {
        await using var guarded = await TestHost.StartAsync(new Dictionary<string, string?>(SsoHost.SettingsFor(provider), StringComparer.Ordinal) { ["Auth:RegistrationApproval"] = "true" });
        using var root = await guarded.SignUpAsync("root");
        var id = await root.SetUpAsync(SsoSteps.ProviderOf(provider, "asRegistration", [new { claim = "groups", value = "admins", role = "Admin" }]));
        var subject = SsoHost.NewSubject();
        static void AsAdministrator(JsonObject claims) => claims["groups"] = new JsonArray("admins");

        using var first = await new SsoBrowser(guarded).TryLogInAsync(provider, id, subject, AsAdministrator);
        using var second = await new SsoBrowser(guarded).TryLogInAsync(provider, id, subject, AsAdministrator);
        var users = await root.Client.GetFromJsonAsync<JsonElement>($"/api/v1/admin/users?query={subject}");
        using var approved = await root.Client.PostAsync($"/api/v1/admin/users/{users.GetProperty("items")[0].Text("id")}/approve", null);
        var third = await new SsoBrowser(guarded).LogInAsync(provider, id, subject, AsAdministrator);

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.True((await first.JsonAsync()).GetProperty("approval").GetBoolean());
        await second.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "approval-pending");
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal(["Admin", "User"], SsoSteps.RolesOf(third));
    }

    [Fact]
    public async Task Who_is_disabled_stays_out_and_who_left_may_come_back()
    {
        var (disabled, left) = (SsoHost.NewSubject(), SsoHost.NewSubject());
        using var first = host.UserOf(await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, disabled));
        using var second = host.UserOf(await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, left));
        using var done = await shared.Administrator.Client.PostAsync($"/api/v1/admin/users/{first.Id}/disable", null);
        using var gone = await second.Client.SendAsync(new(HttpMethod.Delete, "/api/v1/me") { Content = JsonContent.Create(new { }) });

        using var refused = await new SsoBrowser(host).TryLogInAsync(provider, shared.ProviderId, disabled);
        using var offered = await new SsoBrowser(host).TryLogInAsync(provider, shared.ProviderId, left);

        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account-disabled");
        Assert.True((await offered.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account-deleted")).TryGetProperty("ticket", out _));
    }

    [Fact]
    public async Task Who_cancels_at_the_provider_is_told_so()
    {
        var browser = new SsoBrowser(host);
        var asked = await browser.StartAsync(shared.ProviderId);

        using var response = await browser.FinishAsync(shared.ProviderId, asked["state"], code: null, error: "access_denied");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "sso-denied");
    }

    [Fact]
    public async Task The_cookie_of_a_login_is_for_this_server_alone_and_the_provider_is_asked_with_PKCE()
    {
        var browser = new SsoBrowser(host);
        using var raw = await browser.SendAsync(HttpMethod.Get, $"/api/v1/auth/sso/{shared.ProviderId}/start?next=%2Fnotes");
        var asked = SsoBrowser.QueryOf(raw.Headers.Location!.Query);
        var cookie = Assert.Single(raw.Headers.GetValues("Set-Cookie"));

        using var response = await browser.FinishAsync(shared.ProviderId, asked["state"], provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(SsoHost.NewSubject(), asked["nonce"]))));

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=600", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/api/v1/auth/sso", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("code", "S256", "openid profile email", SimulatedProvider.ClientId), (asked["response_type"], asked["code_challenge_method"], asked["scope"], asked["client_id"]));
        Assert.Equal(new Uri(host.Address, $"/api/v1/auth/sso/{shared.ProviderId}/callback").ToString(), asked["redirect_uri"]);
        Assert.Equal("/notes", (await response.JsonAsync()).Text("next"));
    }

    [Fact]
    public async Task Rules_give_roles_at_each_login_and_take_back_what_they_gave()
    {
        var id = await shared.Administrator.SetUpAsync(SsoSteps.ProviderOf(provider, rules: [new { claim = "realm_access.roles", value = "admins", role = "Admin" }]));
        var (subject, byHand) = (SsoHost.NewSubject(), SsoHost.NewSubject());
        static void AsAdministrator(JsonObject claims) => claims["realm_access"] = new JsonObject { ["roles"] = new JsonArray("staff", "admins") };
        static void AsAnother(JsonObject claims) => claims["realm_access"] = new JsonObject { ["roles"] = new JsonArray("staff", "Admins", "admins ") };

        var plain = await new SsoBrowser(host).LogInAsync(provider, id, subject, AsAnother);
        var raised = await new SsoBrowser(host).LogInAsync(provider, id, subject, AsAdministrator);
        using var user = host.UserOf(raised);
        var lowered = await new SsoBrowser(host).LogInAsync(provider, id, subject, AsAnother);
        var hand = await new SsoBrowser(host).LogInAsync(provider, id, byHand, AsAnother);
        using var made = await shared.Administrator.Client.PatchAsJsonAsync($"/api/v1/admin/users/{hand.Text("signedIn", "user", "id")}", new { role = "Admin" });
        await new SsoBrowser(host).LogInAsync(provider, id, byHand, AsAdministrator);
        var kept = await new SsoBrowser(host).LogInAsync(provider, id, byHand, AsAnother);
        using var removed = await shared.Administrator.Client.DeleteAsync($"/api/v1/admin/sso/{id}");

        Assert.Equal(["User"], SsoSteps.RolesOf(plain));
        Assert.Equal(["Admin", "User"], SsoSteps.RolesOf(raised));
        Assert.Equal(["User"], SsoSteps.RolesOf(lowered));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));
        Assert.Equal(["Admin", "User"], SsoSteps.RolesOf(kept));
    }

    [Fact]
    public async Task The_last_administrator_stays_one_whatever_the_provider_says()
    {
        await using var alone = await TestHost.StartAsync(SsoHost.SettingsFor(provider));
        using var root = await alone.SignUpAsync("root");
        var id = await root.SetUpAsync(SsoSteps.ProviderOf(provider, rules: [new { claim = "groups", value = "admins", role = "Admin" }]));
        var subject = SsoHost.NewSubject();
        using var user = alone.UserOf(await new SsoBrowser(alone).LogInAsync(provider, id, subject, c => c["groups"] = "admins"));
        using var disabled = await user.Client.PostAsync($"/api/v1/admin/users/{root.Id}/disable", null);

        var again = await new SsoBrowser(alone).LogInAsync(provider, id, subject);

        Assert.Equal(HttpStatusCode.OK, disabled.StatusCode);
        Assert.Equal(["Admin", "User"], SsoSteps.RolesOf(again));
    }

    [Fact]
    public async Task Logins_and_refusals_are_recorded_without_secrets()
    {
        var subject = SsoHost.NewSubject();
        await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, subject);
        using var refused = await new SsoBrowser(host).TryLogInAsync(provider, shared.ProviderId, subject, c => c["nonce"] = "another");

        var audit = await shared.Administrator.Client.GetStringAsync("/api/v1/admin/audit?limit=100");

        Assert.Contains("wrong-nonce", audit, StringComparison.Ordinal);
        Assert.Contains("\"provider\":\"Staff\"", audit.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatedProvider.ClientSecret, audit, StringComparison.Ordinal);
    }
}
