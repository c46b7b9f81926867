using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>What somebody might send in place of a login at a provider. The provider here is simulated: no real one does such things.</summary>
public sealed class SsoAttackTests(SsoHost shared) : IClassFixture<SsoHost>
{
    private readonly TestHost host = shared.Host;
    private readonly SimulatedProvider provider = shared.Provider;

    public static TheoryData<string, Action<JsonObject>> WrongClaims => new()
    {
        { "nonce of another", c => c["nonce"] = "another" },
        { "no nonce", c => c.Remove("nonce") },
        { "audience of another", c => c["aud"] = "another" },
        { "several audiences, made for another", c => (c["aud"], c["azp"]) = (new JsonArray(SimulatedProvider.ClientId, "another"), "another") },
        { "several audiences, made for nobody", c => c["aud"] = new JsonArray(SimulatedProvider.ClientId, "another") },
        { "made for another", c => c["azp"] = "another" },
        { "no audience", c => c.Remove("aud") },
        { "other issuer", c => c["iss"] = "https://login.example.org" },
        { "issuer with a slash more", c => c["iss"] = $"{c["iss"]}/" },
        { "expired", c => c["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds() },
        { "no expiry", c => c.Remove("exp") },
        { "expiry as text", c => c["exp"] = "9999999999" },
        { "from the future", c => c["iat"] = TimeProvider.System.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds() },
        { "not yet", c => c["nbf"] = TimeProvider.System.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds() },
        { "long ago", c => c["iat"] = TimeProvider.System.GetUtcNow().AddHours(-3).ToUnixTimeSeconds() },
        { "no subject", c => c.Remove("sub") },
        { "empty subject", c => c["sub"] = "" },
        { "subject as number", c => c["sub"] = 7 },
        { "hash of another access token", c => c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" },
    };

    [Theory, MemberData(nameof(WrongClaims))]
    public async Task A_token_that_says_something_wrong_logs_nobody_in(string what, Action<JsonObject> bend)
    {
        var id = shared.ProviderId;

        using var response = await new SsoBrowser(host).TryLogInAsync(provider, id, SsoHost.NewSubject(), bend);

        Assert.NotEmpty(what);
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sso-refused");
    }

    [Theory]
    [InlineData("none", "rsa"), InlineData("none", null), InlineData("HS256", "rsa"), InlineData("HS256", "shared"), InlineData("HS256", null), InlineData("ES256", "rsa"), InlineData("RS256", "ec"), InlineData("RS256", "unknown")]
    public async Task A_signature_that_is_no_public_key_of_the_providers_logs_nobody_in(string algorithm, string? key) =>
        await RefusedAsync(claims => provider.Sign(claims, algorithm, key));

    [Fact]
    public async Task A_token_that_somebody_else_signed_logs_nobody_in()
    {
        using var own = RSA.Create(2048);

        await RefusedAsync(claims => provider.Sign(claims, with: own));
    }

    [Theory]
    [InlineData("a.b.c"), InlineData(""), InlineData("e30.e30."), InlineData("..."), InlineData("{}")]
    public async Task What_is_no_token_logs_nobody_in(string token) => await RefusedAsync(_ => token);

    [Fact]
    public async Task A_changed_token_logs_nobody_in() =>
        await RefusedAsync(claims =>
        {
            var parts = provider.Sign(claims).Split('.');
            claims["sub"] = "root";
            return $"{parts[0]}.{provider.Sign(claims).Split('.')[1]}.{parts[2]}";
        });

    [Fact]
    public async Task A_huge_token_and_a_huge_answer_log_nobody_in()
    {
        await RefusedAsync(claims =>
        {
            claims["x"] = new string('x', 40_000);
            return provider.Sign(claims);
        });
        await RefusedAsync(claims =>
        {
            claims["x"] = new string('x', 400_000);
            return provider.Sign(claims);
        }, HttpStatusCode.ServiceUnavailable, "sso-unavailable");
    }

    [Theory]
    [InlineData("RS256", "rsa"), InlineData("PS512", "rsa"), InlineData("ES256", "ec"), InlineData("ES256", null)]
    public async Task What_is_signed_as_it_should_be_logs_in(string algorithm, string? key)
    {
        var id = shared.ProviderId;
        var browser = new SsoBrowser(host);
        var asked = await browser.StartAsync(id);

        using var response = await browser.FinishAsync(id, asked["state"], provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(SsoHost.NewSubject(), asked["nonce"]), algorithm, key)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_login_counts_once_and_in_the_browser_that_began_it()
    {
        var id = shared.ProviderId;
        var (browser, other) = (new SsoBrowser(host), new SsoBrowser(host));
        var subject = SsoHost.NewSubject();
        var asked = await browser.StartAsync(id);
        await other.StartAsync(id);
        string Code() => provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(subject, asked["nonce"])));
        var kept = browser.Copy();

        using var stranger = await other.FinishAsync(id, asked["state"], Code());
        using var first = await browser.FinishAsync(id, asked["state"], Code());
        using var again = await browser.FinishAsync(id, asked["state"], Code());
        using var replayed = await kept.FinishAsync(id, asked["state"], Code());

        await stranger.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await again.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
        await replayed.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
        Assert.DoesNotContain(browser.CookieNames, name => name.StartsWith("ollamanet_sso", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_code_of_somebody_else_is_refused_by_the_provider_and_its_token_by_the_nonce()
    {
        var id = shared.ProviderId;
        var (attacker, victim) = (new SsoBrowser(host), new SsoBrowser(host));
        var (his, hers) = (await attacker.StartAsync(id), await victim.StartAsync(id));
        var token = provider.Sign(provider.Claims(SsoHost.NewSubject(), hers["nonce"]));

        using var byChallenge = await attacker.FinishAsync(id, his["state"], provider.CodeFor(hers["code_challenge"], token));
        his = await attacker.StartAsync(id);
        using var byNonce = await attacker.FinishAsync(id, his["state"], provider.CodeFor(his["code_challenge"], token));

        await byChallenge.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sso-refused");
        await byNonce.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sso-refused");
    }

    [Fact]
    public async Task What_one_provider_answered_does_not_count_for_another()
    {
        await using var second = await SimulatedProvider.StartAsync();
        var (id, otherId) = (shared.ProviderId, await shared.Administrator.SetUpAsync(SsoSteps.ProviderOf(provider)));
        var browser = new SsoBrowser(host);
        var asked = await browser.StartAsync(id);
        using var elsewhere = await browser.FinishAsync(otherId, asked["state"], "code");
        asked = await browser.StartAsync(id);

        using var named = await browser.FinishAsync(id, asked["state"], provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(SsoHost.NewSubject(), asked["nonce"]))), issuer: second.Issuer);

        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
        await named.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sso-refused");
    }

    [Theory]
    [InlineData("https://evil.example/"), InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("\\\\evil.example"), InlineData("javascript:alert(1)"), InlineData("/api/v1/auth/logout"), InlineData("/a\nb")]
    public async Task Nobody_is_led_elsewhere_after_logging_in(string next)
    {
        var id = shared.ProviderId;
        var browser = new SsoBrowser(host);
        var asked = await browser.StartAsync(id, next);

        using var response = await browser.FinishAsync(id, asked["state"], provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(SsoHost.NewSubject(), asked["nonce"]))));

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await response.JsonAsync()).GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task Coming_back_leads_to_a_page_of_this_server_alone_and_does_nothing()
    {
        var browser = new SsoBrowser(host);

        using var response = await browser.SendAsync(HttpMethod.Get, $"/api/v1/auth/sso/{Guid.CreateVersion7()}/callback?code=a%26provider%3Dx&state=https%3A%2F%2Fevil.example&x=y&next=//evil.example");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var location = response.Headers.Location!.ToString();
        Assert.StartsWith("/sso#provider=", location, StringComparison.Ordinal);
        Assert.EndsWith("&state=https%3A%2F%2Fevil.example&code=a%26provider%3Dx", location, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Made_up_keys_do_not_make_the_server_call_the_provider_each_time()
    {
        var id = shared.ProviderId;
        await new SsoBrowser(host).LogInAsync(provider, id, SsoHost.NewSubject());
        var before = provider.KeyRequests;

        for (var i = 0; i < 5; i++) await RefusedAsync(claims => provider.Sign(claims, keyId: $"made-up-{i}"));

        Assert.InRange(provider.KeyRequests - before, 0, 2);
    }

    private async Task RefusedAsync(Func<JsonObject, string> sign, HttpStatusCode status = HttpStatusCode.Unauthorized, string code = "sso-refused")
    {
        var id = shared.ProviderId;
        var browser = new SsoBrowser(host);
        var asked = await browser.StartAsync(id);

        using var response = await browser.FinishAsync(id, asked["state"], provider.CodeFor(asked["code_challenge"], sign(provider.Claims(SsoHost.NewSubject(), asked["nonce"]))));

        await response.ShouldBeProblemAsync(status, code);
    }
}
