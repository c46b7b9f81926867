using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Registration;

/// <summary>Registration by invitation, no mail.</summary>
public sealed class InvitationHost : GuardedHost
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal) { ["Auth:Registration"] = "invitation" };
}

/// <summary>Registration of one domain, whose addresses are proven by mail.</summary>
public sealed class DomainHost : GuardedHost
{
    protected override bool SendsMail => true;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["Auth:Registration"] = "domain", ["Auth:RegistrationDomains"] = "example.org, Example.COM" };
}

/// <summary>Registration that an administrator has to approve.</summary>
public sealed class ApprovalHost : GuardedHost
{
    protected override bool SendsMail => true;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal) { ["Auth:RegistrationApproval"] = "true" };
}

/// <summary>Addresses have to be proven.</summary>
public sealed class VerifyingHost : GuardedHost
{
    protected override bool SendsMail => true;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal) { ["Auth:EmailVerification"] = "required" };
}

/// <summary>A host that lets in not everybody, and an administrator on it.</summary>
public abstract class GuardedHost : IAsyncLifetime
{
    public ManualClock Clock { get; } = new();

    public SmtpSimulator Mail { get; } = new();

    public TestHost Host { get; private set; } = null!;

    protected abstract IReadOnlyDictionary<string, string?> Settings { get; }

    protected virtual bool SendsMail => false;

    public async ValueTask InitializeAsync()
    {
        Dictionary<string, string?> all = new(AuthHost.NoLimits, StringComparer.Ordinal);
        if (SendsMail) foreach (var (name, value) in MailHost.SettingsOf(Mail)) all[name] = value;
        foreach (var (name, value) in Settings) all[name] = value;
        Host = await TestHost.StartAsync(all, AuthHost.Use(Clock));
        (await Host.SignUpAsync("root")).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Mail.Dispose();
        GC.SuppressFinalize(this);
    }

    public Task<TestUser> RootAsync() => Host.LogInAsync("root");

    public async Task<ReceivedMail> MailToAsync(string address, int count = 1)
    {
        for (var i = 0; i < 600; i++)
        {
            if (Mail.To(address) is { } mails && mails.Count >= count) return mails[^1];
            await Task.Delay(50);
        }

        throw new TimeoutException($"No mail came to {address}.");
    }

    public static async Task<string> InviteAsync(HttpClient administrator, object? body = null)
    {
        using var response = await administrator.PostAsJsonAsync("/api/v1/admin/invitations", body ?? new { });
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).Text("path")["/register#".Length..];
    }

    public Task<HttpResponseMessage> RegisterAsync(string userName, string? invitation = null, string? email = null) =>
        Host.PostAsync("register", new { userName, email = email ?? $"{userName}@example.org", password = TestUser.Password, invitation });

    public Task<HttpResponseMessage> LogInAsync(string login) => Host.PostAsync("login", new { login, password = TestUser.Password });
}
