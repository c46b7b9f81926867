using System.Net;
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

        using var login = await FailedLoginsUntilRefusedAsync(host.Client, 40);

        await EdgeHost.ProblemAsync(login, HttpStatusCode.TooManyRequests, "rate-limited");
        Assert.NotNull(login.Headers.RetryAfter);
    }

    private static async Task<HttpResponseMessage> FailedLoginsUntilRefusedAsync(HttpClient client, int most)
    {
        HttpResponseMessage? answer = null;
        for (var i = 0; i < most && answer?.StatusCode is not HttpStatusCode.TooManyRequests; i++)
        {
            using var content = new StringContent($$"""{"login":"nobody{{i}}","password":"not the password"}""", System.Text.Encoding.UTF8, "application/json");
            answer = await client.PostAsync("/api/v1/auth/login", content);
        }

        return answer!;
    }
}
