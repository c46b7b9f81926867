using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class RecoveryTests(MailHost shared) : IClassFixture<MailHost>
{
    private const string NewPassword = "seven quiet rivers run north";
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task An_address_that_exists_and_one_that_does_not_get_the_same_answer()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var known = await AskAsync($"{user.UserName}@example.org");
        using var unknown = await AskAsync($"{AuthHost.NewName()}@example.org");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (known.StatusCode, unknown.StatusCode));
        Assert.Equal(await known.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
        Assert.Equal(known.Headers.Select(h => h.Key), unknown.Headers.Select(h => h.Key));
    }

    [Fact]
    public async Task The_link_leads_to_the_address_of_the_settings_whatever_the_request_says()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var asked = await host.PostAsync("password-reset", new { email = $"{user.UserName}@example.org" }, ("X-Forwarded-Host", "evil.example"), ("Origin", host.Address.GetLeftPart(UriPartial.Authority)));

        var mail = await MailToAsync(user);
        Assert.Contains("https://chat.example.org/reset#", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_sets_a_new_password_once_and_ends_all_sessions()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var elsewhere = await host.LogInAsync(user.UserName);
        var token = await TokenAsync(user);

        using var weak = await ConfirmAsync(token, "passwordpassword");
        using var done = await ConfirmAsync(token);
        using var again = await ConfirmAsync(token, "eight loud rivers run south");

        await weak.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        await again.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await host.MeAsync(user.AccessToken), await host.MeAsync(elsewhere.AccessToken)));
        using var refresh = await host.PostAsync("refresh", new { refreshToken = elsewhere.RefreshToken });
        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        (await host.LogInAsync(user.UserName, NewPassword)).Dispose();
    }

    [Fact]
    public async Task Of_many_who_use_one_link_at_once_one_succeeds()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var token = await TokenAsync(user);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => ConfirmAsync(token, $"{NewPassword} {i}")));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_link_is_worthless_after_half_an_hour_and_after_the_password_was_changed()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var first = await TokenAsync(user);
        using var changed = await user.Client.PostAsJsonAsync("/api/v1/auth/password", new { currentPassword = TestUser.Password, newPassword = "eight loud rivers run south" });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        using var replaced = await ConfirmAsync(first);
        using var other = await host.SignUpAsync(AuthHost.NewName());
        var second = await TokenAsync(other);
        shared.Clock.Advance(TimeSpan.FromMinutes(31));

        using var old = await ConfirmAsync(second);

        await replaced.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
        await old.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' OR 1=1 --")]
    public async Task An_invented_link_is_refused(string token)
    {
        using var reset = await ConfirmAsync(token);
        using var email = await host.PostAsync("email/confirm", new { token });

        await reset.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        await email.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nobody_is_flooded_three_mails_an_hour_are_the_most()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var last = await host.SignUpAsync(AuthHost.NewName());
        for (var i = 0; i < 6; i++)
        {
            (await AskAsync($"{user.UserName}@example.org")).Dispose();
            if (i < 3) await MailToAsync(user, i + 1);
        }

        (await AskAsync($"{last.UserName}@example.org")).Dispose();
        await MailToAsync(last);

        Assert.Equal(3, shared.Mail.To($"{user.UserName}@example.org").Count);
    }

    [Fact]
    public async Task A_link_for_one_thing_does_nothing_else()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var reset = await TokenAsync(user);

        using var response = await host.PostAsync("email/confirm", new { token = reset });

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
    }

    [Fact]
    public async Task A_new_address_counts_once_its_owner_opened_the_link_and_the_old_one_is_told()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var (before, after) = ($"{user.UserName}@example.org", $"{AuthHost.NewName()}@new.example.org");

        using var asked = await user.Client.PatchAsJsonAsync("/api/v1/me", new { email = after, currentPassword = TestUser.Password });
        var pending = await asked.JsonAsync();
        var token = (await shared.WaitForAsync(after)).TokenOf("confirm");
        using var confirmed = await host.PostAsync("email/confirm", new { token });
        using var again = await host.PostAsync("email/confirm", new { token });

        Assert.Equal((before, after), (pending.Text("email"), pending.Text("pendingEmail")));
        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
        await again.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-link");
        Assert.Equal(after, (await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/me")).Text("email"));
        Assert.Contains(user.UserName, (await shared.WaitForAsync(before)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_for_an_address_that_is_taken_learns_nothing_and_nothing_is_sent()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var victim = await host.SignUpAsync(AuthHost.NewName());

        using var asked = await user.Client.PatchAsJsonAsync("/api/v1/me", new { email = $"{victim.UserName}@example.org", currentPassword = TestUser.Password });
        using var other = await AskAsync($"{user.UserName}@example.org");
        await MailToAsync(user);

        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Empty(shared.Mail.To($"{victim.UserName}@example.org"));
    }

    [Fact]
    public async Task Administrators_make_links_others_and_keys_do_not()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var eve = await host.SignUpAsync(AuthHost.NewName());
        using var administrator = await host.LogInAsync("root");
        var address = $"/api/v1/admin/users/{user.Id}/reset-link";
        using var key = host.ClientWith((await administrator.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } })).Key);

        using var refused = await eve.Client.PostAsync(address, null);
        using var byKey = await key.PostAsync(address, null);
        using var made = await administrator.Client.PostAsync(address, null);
        using var nobody = await administrator.Client.PostAsync($"/api/v1/admin/users/{Guid.Empty}/reset-link", null);

        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await byKey.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await nobody.ShouldBeProblemAsync(HttpStatusCode.NotFound, "user-not-found");
        using var done = await ConfirmAsync((await made.JsonAsync()).Text("path")["/reset#".Length..]);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
    }

    private Task<HttpResponseMessage> AskAsync(string email) => host.PostAsync("password-reset", new { email });

    private Task<HttpResponseMessage> ConfirmAsync(string token, string password = NewPassword) => host.PostAsync("password-reset/confirm", new { token, password });

    private Task<ReceivedMail> MailToAsync(TestUser user, int count = 1) => shared.WaitForAsync($"{user.UserName}@example.org", count);

    private async Task<string> TokenAsync(TestUser user)
    {
        (await AskAsync($"{user.UserName}@example.org")).Dispose();
        return (await MailToAsync(user)).TokenOf("reset");
    }
}

/// <summary>A host that sends its mail to the simulator.</summary>
public sealed class MailHost : IAsyncLifetime
{
    public SmtpSimulator Mail { get; } = new();

    public ManualClock Clock { get; } = new();

    public TestHost Host { get; private set; } = null!;

    public static Dictionary<string, string?> SettingsOf(SmtpSimulator mail) => new(StringComparer.Ordinal)
    {
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Mail:StartTls"] = "false",
        ["Mail:From"] = "chat@example.org",
        ["Mail:WebAddress"] = "https://chat.example.org",
    };

    public async ValueTask InitializeAsync()
    {
        Dictionary<string, string?> settings = new(AuthHost.NoLimits, StringComparer.Ordinal);
        foreach (var (name, value) in SettingsOf(Mail)) settings[name] = value;
        Host = await TestHost.StartAsync(settings, AuthHost.Use(Clock));
        (await Host.SignUpAsync("root")).Dispose();
    }

    /// <summary>The latest mail to this address, once there are so many.</summary>
    public async Task<ReceivedMail> WaitForAsync(string address, int count = 1)
    {
        for (var i = 0; i < 600; i++)
        {
            if (Mail.To(address) is { } mails && mails.Count >= count) return mails[^1];
            await Task.Delay(50);
        }

        throw new TimeoutException($"No mail came to {address}.");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Mail.Dispose();
    }
}
