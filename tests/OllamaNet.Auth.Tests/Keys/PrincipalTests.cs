using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Data;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Keys;

/// <summary>What every role knows of a user, so that it can judge his keys by itself.</summary>
public sealed class PrincipalTests
{
    private const string Row = "SELECT user_name || ' ' || array_to_string(roles, ',') || ' ' || security_version || ' ' || disabled FROM platform.principals WHERE user_id = $1";

    [Fact]
    public async Task It_follows_the_account()
    {
        await using var host = await TestHost.StartAsync();
        using var root = await host.SignUpAsync("root");
        using var ada = await host.SignUpAsync("ada");
        Assert.Equal(("root Admin,User 1 false", "ada User 1 false"), (await host.ScalarAsync<string>(Row, root.Id), await host.ScalarAsync<string>(Row, ada.Id)));

        using var renamed = await ada.Client.PatchAsJsonAsync("/api/v1/me", new { userName = "ada.lovelace" });
        using var everywhere = await ada.Client.PostAsync("/api/v1/auth/logout-all", null);

        Assert.Equal("ada.lovelace User 2 false", await host.ScalarAsync<string>(Row, ada.Id));
    }

    [Fact]
    public async Task Who_had_an_account_before_there_were_keys_may_have_some()
    {
        await using var host = await TestHost.StartAsync();
        using var root = await host.SignUpAsync("root");
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var migrator = scope.ServiceProvider.GetRequiredService<AuthDb>().Database.GetService<IMigrator>();
            await migrator.MigrateAsync("Initial");
            Assert.Equal(0L, await host.ScalarAsync<long>("SELECT count(*) FROM platform.principals"));
            await migrator.MigrateAsync();
        }

        var (key, _) = await root.CreateKeyAsync();

        Assert.Equal("root Admin,User 1 false", await host.ScalarAsync<string>(Row, root.Id));
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));
    }
}
