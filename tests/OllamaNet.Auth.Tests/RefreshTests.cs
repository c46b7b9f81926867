using System.Net;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class RefreshTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private static readonly TimeSpan PastGrace = TimeSpan.FromSeconds(16);
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Refreshing_gives_new_tokens_of_the_same_session()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        var first = await RefreshAsync(user.RefreshToken);
        var second = await RefreshAsync(first.Text("refreshToken"));

        Assert.Equal(user.Id, second.GetProperty("user").GetProperty("id").GetGuid());
        Assert.Equal(3, new[] { user.RefreshToken, first.Text("refreshToken"), second.Text("refreshToken") }.Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(second.Text("accessToken")));
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(user.AccessToken));
    }

    [Fact]
    public async Task Tabs_that_refresh_at_once_get_the_same_successor()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RefreshAsync(user.RefreshToken)));

        var successor = Assert.Single(answers.Select(a => a.Text("refreshToken")).Distinct());
        await RefreshAsync(successor);
    }

    [Fact]
    public async Task A_lost_answer_can_be_asked_for_again_within_15_seconds()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var lost = await RefreshAsync(user.RefreshToken);
        shared.Clock.Advance(TimeSpan.FromSeconds(10));

        var again = await RefreshAsync(user.RefreshToken);

        Assert.Equal(lost.Text("refreshToken"), again.Text("refreshToken"));
    }

    [Fact]
    public async Task A_token_used_again_later_ends_the_session_for_both()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var owner = await RefreshAsync(user.RefreshToken);
        shared.Clock.Advance(PastGrace);

        await ShouldBeRefusedAsync(user.RefreshToken);

        await ShouldBeRefusedAsync(owner.Text("refreshToken"));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(owner.Text("accessToken")));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));
    }

    [Fact]
    public async Task A_token_of_long_ago_ends_the_session_too()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var newest = user.RefreshToken;
        for (var i = 0; i < 5; i++) newest = (await RefreshAsync(newest)).Text("refreshToken");

        await ShouldBeRefusedAsync(user.RefreshToken);

        await ShouldBeRefusedAsync(newest);
    }

    [Fact]
    public async Task Another_session_of_the_user_goes_on()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var other = await host.LogInAsync(user.UserName);
        await RefreshAsync(user.RefreshToken);
        shared.Clock.Advance(PastGrace);
        await ShouldBeRefusedAsync(user.RefreshToken);

        await RefreshAsync(other.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(other.AccessToken));
    }

    [Fact]
    public async Task An_invented_token_of_a_real_session_ends_nothing()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var newest = (await RefreshAsync(user.RefreshToken)).Text("refreshToken");
        var forged = user.RefreshToken![..30] + new string('A', user.RefreshToken.Length - 30);

        await ShouldBeRefusedAsync(forged);

        await RefreshAsync(newest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("onr_")]
    [InlineData("onr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("onr_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Nonsense_is_refused(string token) => await ShouldBeRefusedAsync(token);

    [Fact]
    public async Task An_access_token_refreshes_nothing_and_a_refresh_token_opens_nothing()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var refresh = await host.PostAsync("refresh", new { refreshToken = user.AccessToken[..100] });

        await refresh.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.RefreshToken!));
    }

    [Fact]
    public async Task A_session_ends_30_days_after_its_last_use()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        shared.Clock.Advance(TimeSpan.FromDays(29));
        var used = await RefreshAsync(user.RefreshToken);
        shared.Clock.Advance(TimeSpan.FromDays(29));
        used = await RefreshAsync(used.Text("refreshToken"));

        shared.Clock.Advance(TimeSpan.FromDays(31));

        await ShouldBeRefusedAsync(used.Text("refreshToken"));
    }

    [Fact]
    public async Task A_session_ends_after_90_days_however_often_it_is_used()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var newest = user.RefreshToken;
        for (var days = 0; days < 89; days += 20)
        {
            newest = (await RefreshAsync(newest)).Text("refreshToken");
            shared.Clock.Advance(TimeSpan.FromDays(20));
        }

        await ShouldBeRefusedAsync(newest);
    }

    [Fact]
    public async Task Access_tokens_expire()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        shared.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(HttpStatusCode.Unauthorized, await host.MeAsync(user.AccessToken));

        var refreshed = await RefreshAsync(user.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(refreshed.Text("accessToken")));
    }

    private async Task<JsonElement> RefreshAsync(string? refreshToken)
    {
        using var response = await host.PostAsync("refresh", new { refreshToken });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private async Task ShouldBeRefusedAsync(string? refreshToken)
    {
        using var response = await host.PostAsync("refresh", new { refreshToken });
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-refresh-token");
    }
}
