using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>The whole way with a real provider: the package oidc-provider, with its own pages, keys and checks.</summary>
public sealed class RealProviderTests(RealProvider provider) : IClassFixture<RealProvider>
{
    [Theory, InlineData("client_secret_basic"), InlineData("none")]
    public async Task Somebody_logs_in_gets_an_account_with_roles_by_rule_and_comes_again(string way)
    {
        await using var host = await StartAsync();
        using var root = await host.SignUpAsync("root");
        var id = await SetUpAsync(root, way);
        var name = $"ada-{way.Length}";

        await provider.PutIntoGroupsAsync(name, "staff", "chat-admins");
        var first = await LogInAsync(host, id, name, "/notes");
        await provider.PutIntoGroupsAsync(name, "staff");
        var again = await LogInAsync(host, id, name, next: null);

        Assert.Equal(name, first.Text("signedIn", "user", "userName"));
        Assert.Equal($"{name} of the provider", first.Text("signedIn", "user", "displayName"));
        Assert.Equal($"{name}@example.net", first.Text("signedIn", "user", "email"));
        Assert.Equal("/notes", first.Text("next"));
        Assert.Equal(["Admin", "User"], SsoSteps.RolesOf(first));
        Assert.Equal(first.Text("signedIn", "user", "id"), again.Text("signedIn", "user", "id"));
        Assert.Equal(["User"], SsoSteps.RolesOf(again));
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(again.Text("signedIn", "accessToken")));
    }

    [Fact]
    public async Task An_account_with_a_password_links_its_login_and_its_code_works_once()
    {
        await using var host = await StartAsync();
        using var root = await host.SignUpAsync("root");
        var id = await SetUpAsync(root, "client_secret_basic");
        using var owner = await host.SignUpAsync("grace");
        var browser = new SsoBrowser(host);
        using var begun = await browser.SendAsync(HttpMethod.Post, $"/api/v1/auth/sso/{id}/link", JsonContent.Create(new { currentPassword = TestUser.Password }), owner.AccessToken);

        var answer = await AnswerAsync(host, new Uri((await begun.JsonAsync()).Text("address")), "hopper");
        using var linked = await browser.SendAsync(HttpMethod.Post, "/api/v1/auth/sso/links", JsonContent.Create(new { provider = id, state = answer["state"], code = answer["code"], issuer = answer["iss"] }), owner.AccessToken);
        var login = await LogInAsync(host, id, "hopper", next: null);
        var asked = await browser.StartAsync(id);
        using var replayed = await browser.FinishAsync(id, asked["state"], answer["code"], issuer: answer["iss"]);

        Assert.Equal(HttpStatusCode.Created, linked.StatusCode);
        Assert.Equal("hopper@example.net", (await linked.JsonAsync()).Text("label"));
        Assert.Equal(owner.Id.ToString(), login.Text("signedIn", "user", "id"));
        await replayed.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sso-refused");
    }

    [Fact]
    public async Task A_wrong_secret_is_the_set_ups_fault_and_said_to_be()
    {
        await using var host = await StartAsync();
        using var root = await host.SignUpAsync("root");
        var id = await SetUpAsync(root, "client_secret_basic", secret: "another");
        var browser = new SsoBrowser(host);
        var answer = await AnswerAsync(host, await browser.StartAddressAsync(id), "ada");

        using var response = await browser.FinishAsync(id, answer["state"], answer["code"], issuer: answer["iss"]);

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "sso-unavailable");
    }

    private Task<TestHost> StartAsync() =>
        TestHost.StartAsync(new Dictionary<string, string?>(AuthHost.NoLimits, StringComparer.Ordinal) { ["Outgoing:PrivateTargets"] = new Uri(provider.Issuer).Authority, ["Outgoing:Seconds"] = "60" });

    private async Task<Guid> SetUpAsync(TestUser root, string way, string? secret = null)
    {
        object Request(string clientId, string clientSecret) => new
        {
            name = "Real",
            issuer = provider.Issuer,
            clientId,
            clientSecret,
            scopes = "openid profile email groups",
            newAccounts = "asRegistration",
            rules = new[] { new { claim = "groups", value = "chat-admins", role = "Admin" } },
        };
        var id = await root.SetUpAsync(Request("later", ""));
        var list = await root.Client.GetFromJsonAsync<JsonElement>("/api/v1/admin/sso");
        var client = await provider.RegisterAsync(list[0].Text("redirectAddress"), way);
        using var changed = await root.Client.PutAsJsonAsync($"/api/v1/admin/sso/{id}", Request(client.Id, secret ?? client.Secret));
        using var tested = await root.Client.PostAsync($"/api/v1/admin/sso/{id}/test", null);
        Assert.True((await tested.JsonAsync()).GetProperty("works").GetBoolean());
        return id;
    }

    private async Task<JsonElement> LogInAsync(TestHost host, Guid id, string account, string? next)
    {
        var browser = new SsoBrowser(host);
        var answer = await AnswerAsync(host, await browser.StartAddressAsync(id, next), account);
        using var response = await browser.FinishAsync(id, answer["state"], answer["code"], issuer: answer["iss"]);
        var body = await response.JsonAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, body.ToString());
        return body;
    }

    /// <summary>What the page that takes over is told.</summary>
    private async Task<IReadOnlyDictionary<string, string>> AnswerAsync(TestHost host, Uri address, string account)
    {
        var back = await provider.GoThroughAsync(address, account);
        using var response = await new SsoBrowser(host).SendAsync(HttpMethod.Get, back.PathAndQuery);
        var led = new Uri(host.Address, response.Headers.Location!);
        Assert.Equal("/sso", led.AbsolutePath);
        return SsoBrowser.QueryOf($"?{led.Fragment[1..]}");
    }
}
