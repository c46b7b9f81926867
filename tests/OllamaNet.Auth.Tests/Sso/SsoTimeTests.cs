using System.Net;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>What is only so for a while.</summary>
public sealed class SsoTimeTests(SsoHost shared) : IClassFixture<SsoHost>
{
    private readonly TestHost host = shared.Host;
    private readonly SimulatedProvider provider = shared.Provider;

    [Fact]
    public async Task A_login_is_too_old_after_ten_minutes()
    {
        var browser = new SsoBrowser(host);
        var asked = await browser.StartAsync(shared.ProviderId);

        shared.Clock.Advance(TimeSpan.FromMinutes(10.5));
        using var response = await browser.FinishAsync(shared.ProviderId, asked["state"], "code");

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "sso-expired");
    }

    [Fact]
    public async Task New_keys_of_a_provider_are_found_when_a_token_names_them()
    {
        var subject = SsoHost.NewSubject();
        await new SsoBrowser(host).LogInAsync(provider, shared.ProviderId, subject);

        shared.Clock.Advance(TimeSpan.FromMinutes(2));
        provider.RsaId = "rsa-2";
        var browser = new SsoBrowser(host);
        var asked = await browser.StartAsync(shared.ProviderId);
        using var response = await browser.FinishAsync(shared.ProviderId, asked["state"], provider.CodeFor(asked["code_challenge"], provider.Sign(provider.Claims(subject, asked["nonce"]), keyId: "rsa-2")));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        provider.RsaId = "rsa";
    }

    [Fact]
    public async Task Who_has_no_password_proves_it_by_a_login_of_just_now()
    {
        await using var own = await TestHost.StartAsync(new Dictionary<string, string?>(SsoHost.SettingsFor(provider), StringComparer.Ordinal) { ["Security:FreshLogin"] = "00:05:00" }, AuthHost.Use(shared.Clock));
        using var root = await own.SignUpAsync("root");
        var id = await root.SetUpAsync(SsoSteps.ProviderOf(provider));
        var browser = new SsoBrowser(own);
        using var user = own.UserOf(await browser.LogInAsync(provider, id, SsoHost.NewSubject()));

        shared.Clock.Advance(TimeSpan.FromMinutes(6));
        using var claimed = await user.Client.PostAsync("/api/v1/auth/fresh", System.Net.Http.Json.JsonContent.Create(new { currentPassword = "anything at all" }));
        using var late = await user.Client.SendAsync(new(HttpMethod.Delete, "/api/v1/me") { Content = System.Net.Http.Json.JsonContent.Create(new { }) });
        using var again = own.UserOf(await browser.LogInAsync(provider, id, SsoHost.NewSubject()));
        using var fresh = await again.Client.SendAsync(new(HttpMethod.Delete, "/api/v1/me") { Content = System.Net.Http.Json.JsonContent.Create(new { }) });

        await claimed.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-password");
        await late.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "fresh-login-required");
        Assert.Equal(HttpStatusCode.Accepted, fresh.StatusCode);
    }
}
