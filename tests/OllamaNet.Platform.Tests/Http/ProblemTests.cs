using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using Xunit;

namespace OllamaNet.Platform.Tests.Http;

public sealed class ProblemTests
{
    [Theory]
    [InlineData(InferenceError.ModelNotFound, 404, "model-not-found")]
    [InlineData(InferenceError.Unsupported, 400, "unsupported")]
    [InlineData(InferenceError.Refused, 422, "engine-refused")]
    [InlineData(InferenceError.Busy, 429, "engine-busy")]
    [InlineData(InferenceError.Unavailable, 503, "engine-unavailable")]
    [InlineData(InferenceError.Failed, 502, "engine-failed")]
    [InlineData(InferenceError.Cut, 502, "engine-cut")]
    [InlineData(InferenceError.Timeout, 504, "engine-timeout")]
    public async Task An_engine_failure_has_a_status_and_a_code(InferenceError error, int status, string code)
    {
        var (response, problem) = await AskAsync(() => throw new InferenceException(error, "Ask for less.") { Parameter = error is InferenceError.Unsupported ? "options.format" : null }, (HttpStatusCode)status);

        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal("Ask for less.", problem.GetProperty("detail").GetString());
        Assert.Equal(error is InferenceError.Busy or InferenceError.Unavailable, response.Headers.RetryAfter is not null);
        Assert.Equal(error is InferenceError.Unsupported, problem.TryGetProperty("parameter", out _));
    }

    [Fact]
    public async Task A_busy_engine_says_when_to_come_back()
    {
        var (response, _) = await AskAsync(() => throw new InferenceException(InferenceError.Busy, "Full.") { RetryAfter = TimeSpan.FromSeconds(6.2) }, HttpStatusCode.TooManyRequests);

        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
    }

    public static TheoryData<Exception> DatabaseFailures =>
    [
        new NpgsqlException("x", new SocketException()),
        new NpgsqlException("x", new TimeoutException()),
        new InvalidOperationException("wrapped by EF", new NpgsqlException("x")),
        new PostgresException("x", "FATAL", "FATAL", "57P01"),
        new PostgresException("x", "FATAL", "FATAL", "53300"),
    ];

    [Theory, MemberData(nameof(DatabaseFailures), DisableDiscoveryEnumeration = true)]
    public async Task A_database_that_is_gone_is_503(Exception exception)
    {
        var (response, problem) = await AskAsync(() => throw exception, HttpStatusCode.ServiceUnavailable);

        Assert.Equal("database-unavailable", problem.GetProperty("code").GetString());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_statement_the_database_refuses_is_our_fault() =>
        await AskAsync(() => throw new PostgresException("x", "ERROR", "ERROR", "42601"), HttpStatusCode.InternalServerError);

    [Fact]
    public async Task The_text_of_an_unforeseen_exception_stays_inside()
    {
        var (_, problem) = await AskAsync(() => throw new InvalidOperationException("secret 10.0.0.7"), HttpStatusCode.InternalServerError);

        Assert.Equal("internal-error", problem.GetProperty("code").GetString());
        Assert.DoesNotContain("10.0.0.7", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401), InlineData(403), InlineData(404), InlineData(405), InlineData(415), InlineData(418), InlineData(500), InlineData(503)]
    public async Task A_status_without_body_becomes_a_problem(int status) =>
        await AskAsync(() => Results.StatusCode(status), (HttpStatusCode)status);

    [Fact]
    public async Task What_a_role_returns_is_completed()
    {
        var (_, problem) = await AskAsync(() => Problems.NotFound("conversation"), HttpStatusCode.NotFound);

        Assert.Equal("conversation-not-found", problem.GetProperty("code").GetString());
        Assert.Equal("Conversation not found", problem.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Unknown_addresses_are_problems()
    {
        await using var host = await MiniHost.StartAsync(app => app.MapGet("/there", () => "x"));

        await HostileBodyTests.ProblemAsync(await host.Client.GetAsync("/nowhere"), HttpStatusCode.NotFound);
        await HostileBodyTests.ProblemAsync(await host.Client.DeleteAsync("/there"), HttpStatusCode.MethodNotAllowed);
    }

    private static async Task<(HttpResponseMessage Response, JsonElement Problem)> AskAsync(Func<IResult> handler, HttpStatusCode expected)
    {
        await using var host = await MiniHost.StartAsync(app => app.MapGet("/", handler));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Accept = { new("text/event-stream") } } };
        var response = await host.Client.SendAsync(request);
        return (response, await HostileBodyTests.ProblemAsync(response, expected));
    }
}
