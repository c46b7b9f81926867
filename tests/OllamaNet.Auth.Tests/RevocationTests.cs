using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class RevocationTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Logging_out_ends_the_session_at_once_and_no_other()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var other = await host.LogInAsync(user.UserName);

        using var logout = await host.PostAsync("logout", new { refreshToken = user.RefreshToken });

        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(other.AccessToken));
        using var refresh = await host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
    }

    [Fact]
    public async Task Logging_out_twice_is_no_error_and_with_nothing_it_is()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var first = await host.PostAsync("logout", new { refreshToken = user.RefreshToken });
        using var second = await host.PostAsync("logout", new { refreshToken = user.RefreshToken });
        using var nothing = await host.PostAsync("logout", new { });
        using var invented = await host.PostAsync("logout", new { refreshToken = "onr_invented" });

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        await nothing.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await invented.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_access_token_is_enough_to_log_out()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var logout = await user.Client.PostAsync("/api/v1/auth/logout", null);

        Assert.Equal(HttpStatusCode.NoContent, logout.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));
    }

    [Fact]
    public async Task Logging_out_everywhere_ends_all_sessions_of_the_user_and_of_nobody_else()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var elsewhere = await host.LogInAsync(user.UserName);
        using var other = await host.SignUpAsync(AuthHost.NewName());

        using var response = await user.Client.PostAsync("/api/v1/auth/logout-all", null);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(elsewhere.AccessToken));
        using var refresh = await host.PostAsync("refresh", new { refreshToken = elsewhere.RefreshToken });
        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(other.AccessToken));
        using var again = await host.LogInAsync(user.UserName);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(again.AccessToken));
    }

    [Fact]
    public async Task A_token_refreshed_while_its_owner_logs_out_everywhere_is_worth_nothing()
    {
        for (var round = 0; round < 20; round++)
        {
            using var user = await host.SignUpAsync(AuthHost.NewName());
            var refreshing = host.PostAsync("refresh", new { refreshToken = user.RefreshToken });
            using var everywhere = await user.Client.PostAsync("/api/v1/auth/logout-all", null);
            using var refreshed = await refreshing;

            Assert.Equal(HttpStatusCode.NoContent, everywhere.StatusCode);
            if (refreshed.IsSuccessStatusCode) Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync((await refreshed.JsonAsync()).Text("accessToken")!));
        }
    }

    [Fact]
    public async Task Logging_out_everywhere_needs_to_be_signed_in()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var response = await host.PostAsync("logout-all", new { refreshToken = user.RefreshToken });

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task Another_process_refuses_within_5_seconds_and_ends_its_open_streams()
    {
        await using var other = await TestHost.StartAsync(host.SettingsToShare());
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var stays = await host.SignUpAsync(AuthHost.NewName());
        Assert.Equal(HttpStatusCode.OK, await other.MeAsync(user.AccessToken));
        using var stream = Watch(other, user);
        using var untouched = Watch(other, stays);

        var watch = Stopwatch.StartNew();
        using var response = await user.Client.PostAsync("/api/v1/auth/logout-all", null);
        await Task.Delay(Limit, stream.Revoked).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.True(watch.Elapsed < Limit, $"took {watch.Elapsed}");
        Assert.True(stream.Revoked.IsCancellationRequested);
        Assert.Equal(HttpStatusCode.Unauthorized, await other.MeAsync(user.AccessToken));
        Assert.False(untouched.Revoked.IsCancellationRequested);
    }

    [Fact]
    public async Task A_stream_that_opens_after_its_session_ended_ends_at_once()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var logout = await host.PostAsync("logout", new { refreshToken = user.RefreshToken });

        using var stream = Watch(host, user);

        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Delay(Limit, stream.Revoked));
    }

    [Fact]
    public async Task A_process_that_starts_later_knows_too()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var logout = await host.PostAsync("logout", new { refreshToken = user.RefreshToken });

        await using var later = await TestHost.StartAsync(host.SettingsToShare());

        Assert.Equal(HttpStatusCode.Unauthorized, await later.MeAsync(user.AccessToken));
    }

    [Fact]
    public async Task When_revocations_cannot_be_read_nobody_is_let_in_until_they_can()
    {
        await using var blind = await TestHost.StartAsync();
        using var user = await blind.SignUpAsync();
        await ExecuteAsync(blind, "ALTER TABLE platform.revocations RENAME TO hidden");

        await Task.Delay(TimeSpan.FromSeconds(5.5));
        using var refused = await user.Client.GetAsync("/api/v1/me");
        await ExecuteAsync(blind, "ALTER TABLE platform.hidden RENAME TO revocations");

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, await blind.MeAsync(user.AccessToken));
    }

    private static RevocationWatch Watch(TestHost on, TestUser user)
    {
        var payload = System.Text.Json.JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(user.AccessToken.Split('.')[1])).RootElement;
        var current = new CurrentUser(user.Id, payload.GetProperty("sid").GetGuid(), IsAdmin: false) { Version = payload.GetProperty("ver").GetInt32() };
        return on.Services.GetRequiredService<Revocations>().Watch(current);
    }

    private static async Task ExecuteAsync(TestHost on, string sql)
    {
        await using var command = on.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
