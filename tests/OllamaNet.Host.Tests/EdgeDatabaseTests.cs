using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

public sealed class EdgeDatabaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Without_its_database_the_host_says_so_and_recovers_with_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var link = new DatabaseLink(database.ConnectionString);
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:OllamaNet"] = link.ConnectionString });
        using var ada = await host.SignUpAsync();
        (await ada.Client.PostAsJsonAsync("/api/v1/conversations", new { title = "Before" })).EnsureSuccessStatusCode();

        await link.CutAsync();

        using var list = await ada.Client.GetAsync("/api/v1/conversations");
        await EdgeHost.ProblemAsync(list, HttpStatusCode.ServiceUnavailable, "database-unavailable");
        Assert.NotNull(list.Headers.RetryAfter);
        using var login = await host.Client.PostAsJsonAsync("/api/v1/auth/login", new { login = ada.UserName, password = TestUser.Password });
        await EdgeHost.ProblemAsync(login, HttpStatusCode.ServiceUnavailable, "database-unavailable");
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Client.GetAsync("/health/ready")).StatusCode);

        await Task.Delay(TimeSpan.FromSeconds(6)); // Longer than revocations may be unknown.
        await EdgeHost.ProblemAsync(await ada.Client.GetAsync("/api/v1/conversations"), HttpStatusCode.ServiceUnavailable, "database-unavailable");

        link.Mend();

        var waited = Stopwatch.StartNew();
        HttpResponseMessage answer;
        while ((answer = await ada.Client.GetAsync("/api/v1/conversations")).StatusCode is not HttpStatusCode.OK && waited.Elapsed < Patience) await Task.Delay(100);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Before", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/ready")).StatusCode);
    }
}
