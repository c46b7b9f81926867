using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>Logins elsewhere that owners link to their account. The provider is simulated.</summary>
public sealed class LinkedLoginTests(SsoHost shared) : IClassFixture<SsoHost>
{
    private readonly TestHost host = shared.Host;
    private readonly SimulatedProvider provider = shared.Provider;

    [Fact]
    public async Task The_owner_links_a_login_and_gets_in_with_it_from_then_on()
    {
        using var owner = await host.SignUpAsync(AuthHost.NewName());
        var subject = SsoHost.NewSubject();

        using var linked = await LinkAsync(owner, subject);
        var login = await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, subject, c => c["email"] = "whatever@example.net");
        var list = await owner.Client.GetFromJsonAsync<JsonElement>("/api/v1/auth/sso/links");

        Assert.Equal(HttpStatusCode.Created, linked.StatusCode);
        Assert.Equal(owner.Id.ToString(), login.Text("signedIn", "user", "id"));
        Assert.Equal($"{subject}@example.net", Assert.Single(list.GetProperty("items").EnumerateArray()).Text("label"));
        Assert.True(list.GetProperty("hasPassword").GetBoolean());
    }

    [Fact]
    public async Task Linking_and_unlinking_take_the_password()
    {
        using var owner = await host.SignUpAsync(AuthHost.NewName());
        using var linked = await LinkAsync(owner, SsoHost.NewSubject());
        var link = (await linked.JsonAsync()).Text("id");

        using var missing = await owner.Client.PostAsJsonAsync($"/api/v1/auth/sso/{shared.ProviderId}/link", new { });
        using var wrong = await owner.Client.PostAsJsonAsync($"/api/v1/auth/sso/{shared.ProviderId}/link", new { currentPassword = "not the password" });
        using var unproven = await UnlinkAsync(owner, link, new { });
        using var unlinked = await UnlinkAsync(owner, link, new { currentPassword = TestUser.Password });

        await missing.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-password");
        await unproven.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.Equal(HttpStatusCode.NoContent, unlinked.StatusCode);
    }

    [Fact]
    public async Task A_login_belongs_to_one_account()
    {
        using var owner = await host.SignUpAsync(AuthHost.NewName());
        using var other = await host.SignUpAsync(AuthHost.NewName());
        var subject = SsoHost.NewSubject();
        using var linked = await LinkAsync(owner, subject);

        using var again = await LinkAsync(owner, subject);
        using var taken = await LinkAsync(other, subject);
        using var foreign = await UnlinkAsync(other, (await linked.JsonAsync()).Text("id"), new { currentPassword = TestUser.Password });

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        await taken.ShouldBeProblemAsync(HttpStatusCode.Conflict, "sso-linked-elsewhere");
        await foreign.ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_begun_to_link_does_not_log_in_nor_link_to_somebody_else()
    {
        using var owner = await host.SignUpAsync(AuthHost.NewName());
        using var attacker = await host.SignUpAsync(AuthHost.NewName());
        var subject = SsoHost.NewSubject();
        var (browser, asked) = await BeginAsync(attacker);
        string Code() => provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(subject, asked["nonce"])));
        var (second, third) = (browser.Copy(), browser.Copy());

        using var login = await browser.FinishAsync(shared.ProviderId, asked["state"], Code());
        using var byVictim = await second.SendAsync(HttpMethod.Post, "/api/v1/auth/sso/links", JsonContent.Create(new { provider = shared.ProviderId, state = asked["state"], code = Code() }), owner.AccessToken);
        var asLogin = await third.StartAsync(shared.ProviderId);
        using var loginAsLink = await third.SendAsync(
            HttpMethod.Post, "/api/v1/auth/sso/links",
            JsonContent.Create(new { provider = shared.ProviderId, state = asLogin["state"], code = provider.CodeFor(asLogin["code_challenge"], provider.Sign(provider.Claims(subject, asLogin["nonce"]))) }), owner.AccessToken);

        await login.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
        await byVictim.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
        await loginAsLink.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
    }

    [Fact]
    public async Task The_last_way_in_stays_until_there_is_a_password()
    {
        using var user = host.UserOf(await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, SsoHost.NewSubject()));
        var list = await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/auth/sso/links");
        var link = list.GetProperty("items")[0].Text("id");

        using var last = await UnlinkAsync(user, link, new { });
        using var password = await user.Client.PostAsJsonAsync("/api/v1/auth/password", new { newPassword = TestUser.Password });
        using var unlinked = await UnlinkAsync(user, link, new { currentPassword = TestUser.Password });
        using var login = await host.LogInAsync(user.UserName);

        Assert.False(list.GetProperty("hasPassword").GetBoolean());
        await last.ShouldBeProblemAsync(HttpStatusCode.Conflict, "last-way-in");
        Assert.Equal(HttpStatusCode.NoContent, password.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, unlinked.StatusCode);
    }

    private async Task<(SsoBrowser Browser, IReadOnlyDictionary<string, string> Asked)> BeginAsync(TestUser user)
    {
        var browser = new SsoBrowser(host);
        using var begun = await browser.SendAsync(HttpMethod.Post, $"/api/v1/auth/sso/{shared.ProviderId}/link", JsonContent.Create(new { currentPassword = TestUser.Password }), user.AccessToken);
        return (browser, SsoBrowser.QueryOf(new Uri((await begun.JsonAsync()).Text("address")).Query));
    }

    private async Task<HttpResponseMessage> LinkAsync(TestUser user, string subject)
    {
        var (browser, asked) = await BeginAsync(user);
        var code = provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(subject, asked["nonce"])));
        return await browser.SendAsync(HttpMethod.Post, "/api/v1/auth/sso/links", JsonContent.Create(new { provider = shared.ProviderId, state = asked["state"], code }), user.AccessToken);
    }

    private static async Task<HttpResponseMessage> UnlinkAsync(TestUser user, string link, object proof)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/auth/sso/links/{link}") { Content = JsonContent.Create(proof) };
        return await user.Client.SendAsync(request);
    }
}
