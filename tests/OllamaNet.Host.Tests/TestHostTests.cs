using System.Net;
using Npgsql;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

public class TestHostTests
{
    [Fact]
    public async Task Each_host_listens_on_a_port_and_a_database_of_its_own()
    {
        await using var first = await TestHost.StartAsync();
        await using var second = await TestHost.StartAsync();

        Assert.NotEqual(first.Address, second.Address);
        Assert.NotEqual(await DatabaseOf(first), await DatabaseOf(second));
        Assert.NotEqual(HttpStatusCode.InternalServerError, (await first.Client.GetAsync("/")).StatusCode);
    }

    private static async Task<object?> DatabaseOf(TestHost host)
    {
        await using var command = ((NpgsqlDataSource)host.Services.GetService(typeof(NpgsqlDataSource))!).CreateCommand("SELECT current_database()");
        return await command.ExecuteScalarAsync();
    }
}
