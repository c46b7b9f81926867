using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Host.Tests;

/// <summary>Alone: the hosts of one process share its meters, and one that ends takes instruments of the others along.</summary>
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
[Collection(nameof(TelemetryTests))]
public sealed class TelemetryTests
{
    private const string Token = "a-token-for-the-scraper";

    [Fact]
    public async Task One_trace_joins_the_edge_and_the_engine()
    {
        await using var sink = await OtlpSink.StartAsync();
        await using var simulator = await EngineSimulator.StartAsync();
        string trace;
        await using (var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Address,
            ["Inference:Nodes:0:Name"] = "simulator",
            ["Inference:Nodes:0:Kind"] = "ollama",
            ["Inference:Nodes:0:Url"] = simulator.Url.ToString(),
            ["Inference:ProbeInterval"] = "00:00:00.200",
            ["Logging:LogLevel:OllamaNet"] = "Information",
        }))
        {
            using var ada = await host.SignUpAsync();
            await WaitForModelAsync(ada.Client);

            using var activity = new Activity("question") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
            trace = activity.TraceId.ToHexString();
            using var answer = await ada.Client.PostAsJsonAsync("/api/chats/stream", new { message = "the secret of the question", model = EngineSimulator.Model });
            Assert.Contains("[DONE]", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            activity.Stop();
            await host.StopAsync();
        }

        var spans = sink.Spans.Where(s => s.TraceId == trace).ToList();
        var server = Assert.Single(spans, s => s.Kind is SpanKind.Server && s.Name.Contains("/api/chats/stream", StringComparison.Ordinal));
        var model = Assert.Single(spans, s => s.Scope == "OllamaNet.Inference" && s.Name.StartsWith("chat", StringComparison.Ordinal));
        var http = Assert.Single(spans, s => s.Scope == "System.Net.Http" && s.Text.Contains("/api/chat\n", StringComparison.Ordinal));
        Assert.True(IsBelow(spans, model, server), "The call to the model is not below the request.");
        Assert.True(IsBelow(spans, http, model), "The request to the engine is not below the call to the model.");
        Assert.Contains(spans, s => s.Scope == "Npgsql");
        Assert.True(sink.Metrics > 0);
        Assert.DoesNotContain("secret of the question", sink.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_for_administrators_and_the_scraper()
    {
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Telemetry:MetricsToken"] = Token });
        using var admin = await host.SignUpAsync();
        using var user = await host.SignUpOrdinaryAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ScrapeAsync(host, Token + "x")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await user.Client.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.Client.GetAsync("/metrics")).StatusCode);
        using var scraped = await ScrapeAsync(host, Token);
        var page = await scraped.Content.ReadAsStringAsync();

        Assert.Equal("text/plain", scraped.Content.Headers.ContentType!.MediaType);
        Assert.Matches("(?m)^# TYPE http_server_request_duration_seconds histogram$", page);
        Assert.Matches("""(?m)^http_server_request_duration_seconds_count\{[^\n]*http_route="/metrics"[^\n]*\} \d+$""", page);
        Assert.DoesNotContain(admin.UserName, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_see_what_is_not_well()
    {
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inference:Nodes:0:Name"] = "gone",
            ["Inference:Nodes:0:Kind"] = "ollama",
            ["Inference:Nodes:0:Url"] = "http://127.0.0.1:1",
        });
        using var admin = await host.SignUpAsync();
        using var user = await host.SignUpOrdinaryAsync();

        foreach (var client in new[] { host.Client, user.Client })
        {
            var seen = await client.GetFromJsonAsync<JsonElement>("/health/ready");
            Assert.Equal("degraded", seen.GetProperty("status").GetString());
            Assert.Equal(JsonValueKind.Null, seen.GetProperty("checks").ValueKind);
        }

        var checks = (await admin.Client.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("checks");
        Assert.Equal("healthy", checks.GetProperty("database").GetProperty("status").GetString());
        Assert.Equal("degraded", checks.GetProperty("nodes").GetProperty("status").GetString());
        Assert.True(checks.GetProperty("nodes").GetProperty("data").TryGetProperty("gone", out _));
    }

    private static async Task<HttpResponseMessage> ScrapeAsync(TestHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await host.Client.SendAsync(request);
    }

    private static async Task WaitForModelAsync(HttpClient client)
    {
        for (var i = 0; i < 100; i++)
        {
            if ((await client.GetStringAsync("/api/v1/models")).Contains(EngineSimulator.Model, StringComparison.Ordinal)) return;
            await Task.Delay(100);
        }

        Assert.Fail("The simulator's model never came up.");
    }

    private static bool IsBelow(List<OtlpSpan> spans, OtlpSpan span, OtlpSpan ancestor)
    {
        for (var current = span; current is not null; current = spans.FirstOrDefault(s => s.SpanId == current.ParentId))
        {
            if (current.SpanId == ancestor.SpanId) return true;
        }

        return false;
    }
}
