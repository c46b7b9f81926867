using System.Net;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Registration;

/// <summary>Addresses that have to be proven before anybody gets in.</summary>
public sealed class VerificationTests(VerifyingHost shared) : IClassFixture<VerifyingHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Nobody_gets_in_before_the_link_was_opened_but_the_administrator()
    {
        var name = AuthHost.NewName();
        using var registered = await shared.RegisterAsync(name);
        using var early = await shared.LogInAsync(name);
        var token = (await shared.MailToAsync($"{name}@example.org")).TokenOf("confirm");

        using var opened = await host.PostAsync("email/confirm", new { token });
        using var again = await host.PostAsync("email/confirm", new { token });

        Assert.Equal(HttpStatusCode.Accepted, registered.StatusCode);
        Assert.True((await registered.JsonAsync()).GetProperty("verification").GetBoolean());
        await early.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "email-unverified");
        Assert.Equal(HttpStatusCode.NoContent, opened.StatusCode);
        await again.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
        (await host.LogInAsync(name)).Dispose();
        (await shared.RootAsync()).Dispose();
    }

    [Fact]
    public async Task The_link_is_sent_again_three_times_an_hour_at_most_and_no_answer_tells_who_has_an_account()
    {
        var name = AuthHost.NewName();
        using var registered = await shared.RegisterAsync(name);
        await shared.MailToAsync($"{name}@example.org");

        using var known = await host.PostAsync("email/resend", new { email = $"{name}@example.org" });
        using var unknown = await host.PostAsync("email/resend", new { email = "nobody@example.org" });
        using var proven = await host.PostAsync("email/resend", new { email = "root@example.org" });
        await shared.MailToAsync($"{name}@example.org", 2);
        (await host.PostAsync("email/resend", new { email = $"{name}@example.org" })).Dispose();
        await shared.MailToAsync($"{name}@example.org", 3);
        for (var i = 0; i < 4; i++) (await host.PostAsync("email/resend", new { email = $"{name}@example.org" })).Dispose();

        Assert.Equal(await known.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Accepted), (known.StatusCode, unknown.StatusCode, proven.StatusCode));
        var other = AuthHost.NewName();
        using var later = await shared.RegisterAsync(other);
        await shared.MailToAsync($"{other}@example.org");
        Assert.Equal(3, shared.Mail.To($"{name}@example.org").Count);
    }
}

/// <summary>Registration for one organisation.</summary>
public sealed class DomainTests(DomainHost shared) : IClassFixture<DomainHost>
{
    [Theory]
    [InlineData("eve@example.net")]
    [InlineData("eve@sub.example.org")]
    [InlineData("eve@notexample.org")]
    [InlineData("eve@example.org.evil.net")]
    public async Task Addresses_of_other_domains_are_refused(string email)
    {
        using var response = await shared.RegisterAsync(AuthHost.NewName(), email: email);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "domain-not-allowed");
    }

    [Fact]
    public async Task An_address_of_the_domain_registers_and_has_to_be_proven()
    {
        var name = AuthHost.NewName();

        using var registered = await shared.RegisterAsync(name, email: $"{name}@EXAMPLE.com");
        using var early = await shared.LogInAsync(name);

        Assert.Equal(HttpStatusCode.Accepted, registered.StatusCode);
        await early.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "email-unverified");
        using var opened = await shared.Host.PostAsync("email/confirm", new { token = (await shared.MailToAsync($"{name}@EXAMPLE.com")).TokenOf("confirm") });
        (await shared.Host.LogInAsync(name)).Dispose();
    }

    [Fact]
    public async Task An_invitation_is_mailed_lets_in_from_anywhere_and_proves_the_address()
    {
        using var root = await shared.RootAsync();
        var name = AuthHost.NewName();
        using var invited = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(root.Client, "/api/v1/admin/invitations", new { email = $"{name}@example.net" });
        var made = await invited.JsonAsync();

        using var registered = await shared.RegisterAsync(name, (await shared.MailToAsync($"{name}@example.net")).TokenOf("register"), $"{name}@example.net");

        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.GetProperty("path").ValueKind);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        Assert.True((await registered.JsonAsync()).GetProperty("user").GetProperty("emailConfirmed").GetBoolean());
    }
}
