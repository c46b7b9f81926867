using System.Net;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Admin.Tests;

public sealed class StatusTests(AdminHost shared) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task The_status_names_each_dependency_and_how_it_is()
    {
        var items = (await shared.GetAsync("admin/status")).GetProperty("items").EnumerateArray().ToDictionary(i => i.Text("name")!, i => i.Text("state")!, StringComparer.Ordinal);

        Assert.Equal(["audit", "database", "disk", "images", "mail", "nodes"], items.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("healthy", "healthy"), (items["database"], items["audit"]));
    }

    [Fact]
    public async Task A_mail_server_that_is_away_is_shown_and_the_server_is_ready_all_the_same()
    {
        // A port that was free a moment ago: nobody listens.
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = $"{port}",
            ["Mail:From"] = "ollamanet@example.org",
            ["Mail:WebAddress"] = "http://localhost:5080",
            ["Mail:StartTls"] = "false",
        });
        using var admin = await host.SignUpAsync();

        var mail = (await shared.GetAsync("admin/status", client: admin.Client)).GetProperty("items").EnumerateArray().Single(i => i.Text("name") == "mail");
        using var ready = await host.Client.GetAsync("/health/ready");

        Assert.Equal("degraded", mail.Text("state"));
        Assert.Contains("does not answer", mail.Text("text"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task Storage_tells_the_parts_of_the_database_and_the_disk()
    {
        var storage = await shared.GetAsync("admin/storage");

        var parts = storage.GetProperty("schemas").EnumerateArray().ToDictionary(p => p.Text("name")!, p => p.GetProperty("bytes").GetInt64(), StringComparer.Ordinal);
        Assert.True(parts["platform"] > 0 && parts["chat"] > 0);
        Assert.InRange(parts.Values.Sum(), 1, storage.GetProperty("databaseBytes").GetInt64());
        Assert.InRange(storage.GetProperty("diskFreeBytes").GetInt64(), 1, storage.GetProperty("diskTotalBytes").GetInt64());
        Assert.DoesNotContain("postgres", storage.GetProperty("folders").EnumerateArray().Select(f => f.Text("name")));
    }

    [Theory]
    [InlineData("admin/status")]
    [InlineData("admin/storage")]
    public Task Only_administrators_see_it(string path) => shared.GetAsync(path, HttpStatusCode.Forbidden, shared.User.Client);
}
