using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Keys;

/// <summary>A key ends with its expiry, its deletion, its owner's account, and narrows with its owner's roles: in every process within 5 seconds.</summary>
public sealed class KeyEndTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task A_deleted_key_is_refused_at_once_and_elsewhere_within_5_seconds()
    {
        await using var other = await TestHost.StartAsync(host.SettingsToShare());
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, id) = await ada.CreateKeyAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await host.UseAsync(key), await other.UseAsync(key)));

        var watch = Stopwatch.StartNew();
        using var deleted = await ada.Client.DeleteAsync($"/api/v1/keys/{id}");
        Assert.Equal(HttpStatusCode.Unauthorized, await host.UseAsync(key));
        Assert.True(await other.BecomesAsync(key, HttpStatusCode.Unauthorized));

        Assert.True(watch.Elapsed < Limit, $"took {watch.Elapsed}");
        using var again = await ada.Client.DeleteAsync($"/api/v1/keys/{id}");
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "key-not-found");
    }

    [Fact]
    public async Task A_stream_of_a_deleted_key_ends_and_no_other()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (_, ends) = await ada.CreateKeyAsync();
        var (_, stays) = await ada.CreateKeyAsync();
        using var ending = Watch(ada, ends);
        using var staying = Watch(ada, stays);

        using var deleted = await ada.Client.DeleteAsync($"/api/v1/keys/{ends}");

        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(Limit, ending.Revoked));
        Assert.False(staying.Revoked.IsCancellationRequested);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Disabling_the_owner_ends_all_keys_with_or_without_a_revocation(bool revoke)
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, id) = await ada.CreateKeyAsync();
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));
        using var stream = Watch(ada, id);

        var watch = Stopwatch.StartNew();
        await StoreAsync(ada, [Roles.User], version: 2, disabled: true, revoke);

        Assert.True(await host.BecomesAsync(key, HttpStatusCode.Unauthorized));
        Assert.True(watch.Elapsed < Limit, $"took {watch.Elapsed}");
        if (revoke) await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(Limit, stream.Revoked));

        await StoreAsync(ada, [Roles.User], version: 2, disabled: false, revoke: false);
        await Task.Delay(TimeSpan.FromSeconds(4.1));
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));
    }

    [Fact]
    public async Task A_key_narrows_with_its_owners_roles()
    {
        using var eve = await host.SignUpAsync(AuthHost.NewName());
        await StoreAsync(eve, [Roles.Admin, Roles.User], version: 1, disabled: false, revoke: false);
        var (key, id) = await eve.CreateKeyAsync();
        await host.ExecuteAsync("UPDATE platform.api_keys SET scopes = ARRAY['models.use', 'users.manage'] WHERE id = $1", id);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await host.UseAsync(key), await AdminKeysAsync(key)));

        await StoreAsync(eve, [Roles.User], version: 2, disabled: false, revoke: true);
        await Task.Delay(TimeSpan.FromSeconds(1.5));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await host.UseAsync(key), await AdminKeysAsync(key)));
    }

    [Fact]
    public async Task Logging_out_everywhere_is_about_sessions_and_leaves_keys()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await ada.CreateKeyAsync();
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));

        using var response = await ada.Client.PostAsync("/api/v1/auth/logout-all", null);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await host.MeAsync(ada.AccessToken), await host.UseAsync(key)));
    }

    [Fact]
    public async Task An_expired_key_is_refused_to_the_moment()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await ada.CreateKeyAsync(new { name = "short", expiresAt = shared.Clock.GetUtcNow().AddSeconds(2) });
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));

        await Task.Delay(TimeSpan.FromSeconds(2));

        Assert.Equal(HttpStatusCode.Unauthorized, await host.UseAsync(key));
        using var past = await ada.Client.PostAsJsonAsync("/api/v1/keys", new { name = "past", expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) });
        await past.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
    }

    [Fact]
    public async Task Invented_keys_cost_bounded_memory_and_a_valid_one_survives_them()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await ada.CreateKeyAsync();
        var keys = host.Services.GetRequiredService<ApiKeys>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 3000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellationToken) =>
            Assert.Null(await keys.FindAsync(ApiKeyToken.Create(), cancellationToken)));

        Assert.True(keys.Count <= ApiKeys.Capacity);
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));
    }

    [Fact]
    public async Task A_key_in_use_asks_no_database()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await ada.CreateKeyAsync();
        var keys = host.Services.GetRequiredService<ApiKeys>();
        Assert.NotNull(await keys.FindAsync(key, CancellationToken.None));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var answered = 0;
        for (var i = 0; i < 10_000; i++) answered += IsThere(keys.FindAsync(key, CancellationToken.None)) ? 1 : 0;

        Assert.Equal(10_000, answered);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);

        static bool IsThere(ValueTask<KnownKey?> found) => found.IsCompletedSuccessfully;
    }

    private async Task StoreAsync(TestUser user, string[] roles, int version, bool disabled, bool revoke)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.StorePrincipalAsync(user.Id, user.UserName, roles, version, disabled, CancellationToken.None);
        if (revoke) await db.RevokeAsync(RevocationKind.User, user.Id, version, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private async Task<HttpStatusCode> AdminKeysAsync(string key)
    {
        using var response = await host.SendAsync(HttpMethod.Get, "/api/v1/admin/keys", null, ("x-api-key", key));
        return response.StatusCode;
    }

    private RevocationWatch Watch(TestUser user, Guid key) =>
        host.Services.GetRequiredService<Revocations>().Watch(new CurrentUser(user.Id, Guid.Empty, IsAdmin: false) { Version = 1, KeyId = key });
}
