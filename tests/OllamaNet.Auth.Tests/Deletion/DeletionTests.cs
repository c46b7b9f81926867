using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Tests.Administration;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Deletion;

/// <summary>Somebody leaves, comes back, or is gone.</summary>
public sealed class DeletionTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task A_deleted_account_gets_nobody_in_by_no_way_that_it_had()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var elsewhere = await host.LogInAsync(user.UserName);
        using var key = host.ClientWith((await user.CreateKeyAsync(new { name = "k" })).Key);

        using var deleted = await user.Client.SendDeletionAsync(new { currentPassword = TestUser.Password });

        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        Assert.Equal(14, ((await deleted.JsonAsync()).GetProperty("purgeAt").GetDateTimeOffset() - shared.Clock.GetUtcNow()).TotalDays, 0.01);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await host.MeAsync(user.AccessToken), await host.MeAsync(elsewhere.AccessToken)));
        using var refreshed = await host.PostAsync("refresh", new { refreshToken = elsewhere.RefreshToken });
        await refreshed.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        using var byKey = await key.GetAsync("/api/v1/models");
        await byKey.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-api-key");
        using var stranger = await host.PostAsync("login", new { login = user.UserName, password = "not the password at all" });
        await stranger.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
    }

    [Fact]
    public async Task Logging_in_offers_to_bring_it_back_and_the_ticket_does_so_once()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var key = host.ClientWith((await user.CreateKeyAsync(new { name = "k" })).Key);
        await user.DeleteAccountAsync();

        var refused = await host.RefusedAsDeletedAsync(user.UserName);
        using var restored = await host.RestoreAsync(refused.Text("ticket"));
        using var again = await host.RestoreAsync(refused.Text("ticket"));

        Assert.True(refused.GetProperty("purgeAt").GetDateTimeOffset() > shared.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.OK, restored.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync((await restored.JsonAsync()).Text("accessToken")));
        await again.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        using var byKey = await key.GetAsync("/api/v1/models");
        Assert.Equal(HttpStatusCode.OK, byKey.StatusCode);
        shared.Clock.Advance(TimeSpan.FromDays(15));
        await host.PurgeAsync();
        (await host.LogInAsync(user.UserName)).Dispose();
    }

    [Fact]
    public async Task After_the_grace_the_account_is_gone_and_its_name_and_address_are_free()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await user.DeleteAccountAsync();
        using var taken = await host.RegisterAsync(user.UserName);
        shared.Clock.Advance(TimeSpan.FromDays(13));
        await host.PurgeAsync();
        var refused = await host.RefusedAsDeletedAsync(user.UserName);

        shared.Clock.Advance(TimeSpan.FromDays(1.1));
        await host.PurgeAsync();

        await taken.ShouldBeProblemAsync(HttpStatusCode.Conflict, "user-name-taken");
        using var late = await host.RestoreAsync(refused.Text("ticket"));
        await late.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        using var login = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password });
        await login.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AuthDb>();
            Assert.False(await db.Users.AnyAsync(u => u.Id == user.Id) || await db.Sessions.AnyAsync(s => s.UserId == user.Id) || await db.UserRoles.AnyAsync(r => r.UserId == user.Id));
        }

        using var successor = await host.RegisterAsync(user.UserName);
        Assert.Equal(HttpStatusCode.Created, successor.StatusCode);
        Assert.NotEqual(user.Id.ToString(), (await successor.JsonAsync()).Text("user", "id"));
    }

    [Fact]
    public async Task An_administrator_deletes_with_grace_sees_who_goes_and_brings_back()
    {
        using var administrator = await host.LogInAsync("root");
        var root = administrator.Client;
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var deleted = await root.DeleteUserAsync(user.Id);

        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));
        Assert.Contains(await root.ListAsync($"state=deleted&text={user.UserName}"), u => u.GetProperty("purgeAt").GetDateTimeOffset() > shared.Clock.GetUtcNow().AddDays(13));
        Assert.Empty(await root.ListAsync($"state=active&text={user.UserName}"));
        using var owner = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password });
        await owner.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account-disabled");

        await root.DoAsync(user.Id, "restore");

        (await host.LogInAsync(user.UserName)).Dispose();
    }

    [Fact]
    public async Task An_administrator_deletes_at_once()
    {
        using var administrator = await host.LogInAsync("root");
        var root = administrator.Client;
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var deleted = await root.DeleteUserAsync(user.Id, atOnce: true);

        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        Assert.True(await host.IsRemovedAsync(root, user.Id));
        var audit = await root.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/admin/audit?text={user.UserName}");
        var actions = audit.GetProperty("items").EnumerateArray().Select(a => a.Text("action")).ToList();
        Assert.Contains("user.deletion-begun", actions);
        Assert.Contains("user.deleted", actions);
    }
}
