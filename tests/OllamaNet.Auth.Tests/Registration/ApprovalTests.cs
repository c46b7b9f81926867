using System.Net;
using OllamaNet.Auth.Tests.Administration;
using OllamaNet.Auth.Tests.Deletion;
using OllamaNet.Auth.Tests.SecondFactor;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Registration;

/// <summary>Who registers waits for an administrator.</summary>
public sealed class ApprovalTests(ApprovalHost shared) : IClassFixture<ApprovalHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Who_waits_gets_no_session_is_told_so_and_gets_in_once_approved()
    {
        using var root = await shared.RootAsync();
        var (name, id) = await WaitingAsync(root);

        using var login = await shared.LogInAsync(name);
        using var wrong = await host.PostAsync("login", new { login = name, password = "not the password at all" });
        await root.Client.DoAsync(id, "approve");
        await root.Client.DoAsync(id, "approve");

        await login.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "approval-pending");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
        (await host.LogInAsync(name)).Dispose();
        Assert.Contains("https://chat.example.org/login", (await shared.MailToAsync($"{name}@example.org")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_refused_is_removed_and_told_and_nobody_else_can_be()
    {
        using var root = await shared.RootAsync();
        var (name, id) = await WaitingAsync(root);
        var (approved, approvedId) = await WaitingAsync(root);
        await root.Client.DoAsync(approvedId, "approve");
        using var key = host.ClientWith((await root.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } })).Key);

        using var byKey = await key.PostAsync($"/api/v1/admin/users/{id}/refuse", null);
        await root.Client.DoAsync(id, "refuse");
        using var late = await root.Client.PostAsync($"/api/v1/admin/users/{approvedId}/refuse", null);

        await byKey.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "not-waiting");
        Assert.True(await host.IsRemovedAsync(root.Client, id));
        Assert.Contains("not approved", (await shared.MailToAsync($"{name}@example.org")).Text, StringComparison.Ordinal);
        (await host.LogInAsync(approved)).Dispose();
    }

    [Fact]
    public async Task An_administrator_turns_off_a_lost_second_step_and_the_owner_is_told()
    {
        using var root = await shared.RootAsync();
        var (name, id) = await WaitingAsync(root);
        await root.Client.DoAsync(id, "approve");
        await shared.MailToAsync($"{name}@example.org");
        using var user = await host.LogInAsync(name);
        await user.TurnTotpOnAsync(shared.Clock);
        using var key = host.ClientWith((await root.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } })).Key);

        using var byKey = await key.DeleteAsync($"/api/v1/admin/users/{id}/totp");
        using var byOwner = await user.Client.DeleteAsync($"/api/v1/admin/users/{id}/totp");
        using var own = await root.Client.DeleteAsync($"/api/v1/admin/users/{root.Id}/totp");
        using var off = await root.Client.DeleteAsync($"/api/v1/admin/users/{id}/totp");
        using var again = await root.Client.DeleteAsync($"/api/v1/admin/users/{id}/totp");

        await byKey.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await byOwner.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await own.ShouldBeProblemAsync(HttpStatusCode.Conflict, "not-yourself");
        Assert.Equal(HttpStatusCode.NoContent, off.StatusCode);
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "totp-off");
        (await host.LogInAsync(name)).Dispose();
        Assert.Contains("two-step log-in", (await shared.MailToAsync($"{name}@example.org", 2)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_an_administrator_changes_is_told_so()
    {
        using var root = await shared.RootAsync();
        var (name, id) = await WaitingAsync(root);

        await root.Client.ChangeAsync(id, new { email = $"{name}@example.com" });

        Assert.Contains("another e-mail address", (await shared.MailToAsync($"{name}@example.org")).Text, StringComparison.Ordinal);
    }

    private async Task<(string Name, Guid Id)> WaitingAsync(TestUser root)
    {
        var name = AuthHost.NewName();
        using var registered = await shared.RegisterAsync(name);
        Assert.Equal(HttpStatusCode.Accepted, registered.StatusCode);
        Assert.True((await registered.JsonAsync()).GetProperty("approval").GetBoolean());
        return (name, Assert.Single(await root.Client.ListAsync($"state=waiting&text={name}")).GetProperty("id").GetGuid());
    }
}
