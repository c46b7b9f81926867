using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OllamaNet.Auth.Tests.Keys;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>What administrators set up, and a provider that is away or is none. The provider is simulated.</summary>
public sealed class SsoProviderTests(SsoHost shared) : IClassFixture<SsoHost>
{
    private readonly TestHost host = shared.Host;
    private readonly SimulatedProvider provider = shared.Provider;
    private readonly HttpClient root = shared.Administrator.Client;

    [Fact]
    public async Task A_secret_is_never_shown_stays_when_left_out_and_goes_to_no_other_issuer()
    {
        var id = await shared.Administrator.SetUpAsync(SsoSteps.ProviderOf(provider));

        using var renamed = await root.PutAsJsonAsync($"/api/v1/admin/sso/{id}", new { name = "Renamed", issuer = provider.Issuer, clientId = SimulatedProvider.ClientId, newAccounts = "always" });
        var login = await new SsoBrowser(host).LogInAsync(provider, id, SsoHost.NewSubject());
        using var moved = await root.PutAsJsonAsync($"/api/v1/admin/sso/{id}", new { name = "Renamed", issuer = "https://evil.example", clientId = SimulatedProvider.ClientId });
        var list = await root.GetStringAsync("/api/v1/admin/sso");
        var settings = await root.GetStringAsync("/api/v1/admin/audit?limit=50");
        using var removed = await root.DeleteAsync($"/api/v1/admin/sso/{id}");

        var body = await renamed.Content.ReadAsStringAsync();
        Assert.Contains("\"hasSecret\":true", body, StringComparison.Ordinal);
        Assert.Equal("User", Assert.Single(SsoSteps.RolesOf(login)));
        await moved.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.DoesNotContain(SimulatedProvider.ClientSecret, body + list + settings, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Theory]
    [InlineData("issuer", "http://10.0.0.1"), InlineData("issuer", "http://127.0.0.1:1"), InlineData("issuer", "ftp://login.example.org"), InlineData("issuer", "https://login.example.org?x"), InlineData("issuer", "https://a:b@login.example.org")]
    [InlineData("scopes", "profile email"), InlineData("scopes", "openid  email"), InlineData("name", " "), InlineData("clientId", "")]
    public async Task What_cannot_be_is_refused(string field, string value)
    {
        Dictionary<string, object> request = new(StringComparer.Ordinal) { ["name"] = "X", ["issuer"] = "https://login.example.org", ["clientId"] = "c", [field] = value };

        using var response = await root.PostAsJsonAsync("/api/v1/admin/sso", request);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
    }

    [Fact]
    public async Task Rules_give_roles_that_there_are_and_not_the_one_that_everybody_has()
    {
        using var unknown = await root.PostAsJsonAsync("/api/v1/admin/sso", SsoSteps.ProviderOf(provider, rules: [new { claim = "groups", value = "x", role = "Emperor" }]));
        using var everybody = await root.PostAsJsonAsync("/api/v1/admin/sso", SsoSteps.ProviderOf(provider, rules: [new { claim = "groups", value = "x", role = "User" }]));

        await unknown.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        await everybody.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
    }

    [Fact]
    public async Task A_provider_at_a_private_address_is_called_only_where_it_is_listed_with_its_port()
    {
        await using var other = await SimulatedProvider.StartAsync();
        var called = 0;
        other.Instead = _ => Task.FromResult(Interlocked.Increment(ref called) < 0);

        using var byHttp = await root.PostAsJsonAsync("/api/v1/admin/sso", SsoSteps.ProviderOf(other));
        var id = await shared.Administrator.SetUpAsync(new { name = "TLS", issuer = other.Issuer.Replace("http:", "https:", StringComparison.Ordinal), clientId = "c" });
        using var tested = await root.PostAsync($"/api/v1/admin/sso/{id}/test", null);
        using var removed = await root.DeleteAsync($"/api/v1/admin/sso/{id}");

        await byHttp.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.Equal("unreachable", (await tested.JsonAsync()).Text("reason"));
        Assert.Equal(0, called);
    }

    [Fact]
    public async Task A_provider_whose_description_leads_to_private_addresses_is_not_used()
    {
        await using var own = await TestHost.StartAsync(SsoHost.SettingsFor(provider));
        using var administrator = await own.SignUpAsync("root");
        var id = await administrator.SetUpAsync(SsoSteps.ProviderOf(provider));

        foreach (var (endpoint, address) in new[] { ("token_endpoint", "http://127.0.0.1:1/token"), ("jwks_uri", "http://169.254.169.254/latest/meta-data"), ("token_endpoint", "http://[::ffff:10.0.0.1]/"), ("authorization_endpoint", "javascript:alert(1)"), ("issuer", "https://login.example.org") })
        {
            provider.Bend = d => d[endpoint] = address;
            using var tested = await administrator.Client.PostAsync($"/api/v1/admin/sso/{id}/test", null);
            Assert.False((await tested.JsonAsync()).GetProperty("works").GetBoolean(), endpoint);
        }

        provider.Bend = null;
        using var works = await administrator.Client.PostAsync($"/api/v1/admin/sso/{id}/test", null);
        var found = await works.JsonAsync();
        Assert.Equal((true, 2), (found.GetProperty("works").GetBoolean(), found.GetProperty("keys").GetInt32()));
    }

    public static TheoryData<string, Func<HttpContext, Task<bool>>> Broken => new()
    {
        { "redirects", context => { context.Response.Redirect("/elsewhere"); return Task.FromResult(true); } },
        { "is no JSON", async context => { await context.Response.WriteAsync("<html>"); return true; } },
        { "is huge", async context => { await context.Response.WriteAsync(new string(' ', 300_000) + "{}"); return true; } },
        { "fails", context => { context.Response.StatusCode = 500; return Task.FromResult(true); } },
        { "breaks off", context => { context.Abort(); return Task.FromResult(true); } },
        { "never answers", async context => { await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); return true; } },
    };

    [Theory, MemberData(nameof(Broken))]
    public async Task A_provider_that_is_broken_leads_to_a_page_that_says_so_and_the_rest_works(string what, Func<HttpContext, Task<bool>> answer)
    {
        await using var broken = await SimulatedProvider.StartAsync();
        await using var own = await TestHost.StartAsync(new Dictionary<string, string?>(SsoHost.SettingsFor(broken), StringComparer.Ordinal) { ["Outgoing:Seconds"] = "1" });
        using var administrator = await own.SignUpAsync("root");
        var id = await administrator.SetUpAsync(SsoSteps.ProviderOf(broken));
        broken.Instead = answer;

        var led = await new SsoBrowser(own).StartAddressAsync(id);
        using var tested = await administrator.Client.PostAsync($"/api/v1/admin/sso/{id}/test", null);
        (await own.LogInAsync("root")).Dispose();

        Assert.NotEmpty(what);
        Assert.Equal(("/sso", $"#provider={id}&error=sso-unavailable"), (led.AbsolutePath, led.Fragment));
        Assert.False((await tested.JsonAsync()).GetProperty("works").GetBoolean());
    }

    [Fact]
    public async Task A_provider_that_is_switched_off_is_not_offered_and_lets_nobody_in()
    {
        var id = await shared.Administrator.SetUpAsync(SsoSteps.ProviderOf(provider));
        var browser = new SsoBrowser(host);
        var asked = await browser.StartAsync(id);
        var before = await host.Client.GetStringAsync("/api/v1/auth/sso");

        using var off = await root.PutAsJsonAsync($"/api/v1/admin/sso/{id}", new { name = "Off", issuer = provider.Issuer, clientId = SimulatedProvider.ClientId, enabled = false, newAccounts = "always" });
        using var late = await browser.FinishAsync(id, asked["state"], provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(SsoHost.NewSubject(), asked["nonce"]))));
        var led = await new SsoBrowser(host).StartAddressAsync(id);
        var after = await host.Client.GetStringAsync("/api/v1/auth/sso");
        using var removed = await root.DeleteAsync($"/api/v1/admin/sso/{id}");

        Assert.Contains(id.ToString(), before, StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), after, StringComparison.Ordinal);
        Assert.DoesNotContain("issuer", before, StringComparison.OrdinalIgnoreCase);
        await late.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
        Assert.Equal("/sso", led.AbsolutePath);
    }

    [Fact]
    public async Task A_key_sets_nothing_up()
    {
        using var key = host.ClientWith((await shared.Administrator.CreateKeyAsync(new { name = "k", scopes = new[] { "settings.manage" } })).Key);

        using var response = await key.PostAsJsonAsync("/api/v1/admin/sso", SsoSteps.ProviderOf(provider));

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
    }
}
