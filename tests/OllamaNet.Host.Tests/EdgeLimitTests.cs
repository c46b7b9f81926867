using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests;

public sealed class EdgeLimitTests
{
    [Fact]
    public async Task An_address_that_asks_too_much_is_told_when_to_come_back()
    {
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>
        {
            ["Limits:Address:Burst"] = "5",
            ["Limits:Address:PerMinute"] = "6",
            ["Limits:LoopbackFactor"] = "1",
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.Client.GetAsync("/openapi/v1.json")));

        Assert.Equal(5, answers.Count(a => a.StatusCode is HttpStatusCode.OK));
        var refused = answers.First(a => a.StatusCode is HttpStatusCode.TooManyRequests);
        var problem = await EdgeHost.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "rate-limited");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        Assert.Equal(refused.Headers.RetryAfter.Delta.Value.TotalSeconds, problem.GetProperty("retryAfter").GetDouble());
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Limits_are_on_without_any_setting()
    {
        await using var host = await TestHost.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => host.Client.PostAsJsonAsync("/api/v1/auth/login", new { login = $"nobody{i}", password = "not the password" })));

        var refused = answers.First(a => a.StatusCode is HttpStatusCode.TooManyRequests);
        await EdgeHost.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "rate-limited");
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.InRange(answers.Count(a => a.StatusCode is HttpStatusCode.Unauthorized), 30, 60);
    }

    [Fact]
    public async Task Logging_in_does_not_count_as_long_as_it_succeeds()
    {
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:SignIn:Burst"] = "2", ["Limits:SignIn:PerMinute"] = "1" });
        using var ada = await host.SignUpAsync();

        for (var i = 0; i < 5; i++) (await host.LogInAsync(ada.UserName)).Dispose();
    }
}
