using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sessions;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class LeftoverTests(AuthHost shared) : IClassFixture<AuthHost>
{
    [Fact]
    public async Task Sessions_that_ended_a_week_ago_and_old_failures_are_removed_and_no_others()
    {
        var host = shared.Host;
        using var gone = await host.SignUpAsync(AuthHost.NewName());
        using var logout = await host.PostAsync("logout", new { refreshToken = gone.RefreshToken });
        using var failure = await host.PostAsync("login", new { login = AuthHost.NewName(), password = "not the password at all" });
        shared.Clock.Advance(TimeSpan.FromDays(8));
        using var stays = await host.SignUpAsync(AuthHost.NewName());
        using var fresh = await host.PostAsync("login", new { login = AuthHost.NewName(), password = "not the password at all" });

        await host.Services.GetServices<IHostedService>().OfType<LeftoverRemover>().Single().RemoveAsync(CancellationToken.None);

        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDb>();
        Assert.False(await db.Sessions.AnyAsync(s => s.UserId == gone.Id));
        Assert.True(await db.Sessions.AnyAsync(s => s.UserId == stays.Id));
        Assert.Equal(1, await db.LoginFailures.CountAsync());
    }
}
