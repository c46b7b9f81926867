using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Routing;
using OllamaNet.Inference.Usage;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Inference.Tests.Usage;

public sealed class UsageEndpointTests(UsageHost shared) : IClassFixture<UsageHost>
{
    private const string Range = "from=2026-11-20T00:00:00Z&to=2026-11-22T00:00:00Z";

    [Theory]
    [InlineData("hour", """[{"hour":"2026-11-20T10:00:00+00:00","requests":2},{"hour":"2026-11-21T09:00:00+00:00","requests":1}]""")]
    [InlineData("day", """[{"day":"2026-11-20T00:00:00+00:00","requests":2},{"day":"2026-11-21T00:00:00+00:00","requests":1}]""")]
    [InlineData("model", """[{"model":"llama3:8b","requests":2},{"model":"","requests":1}]""")]
    [InlineData("key", """[{"key":"","requests":2},{"key":"KEY","name":"laptop","requests":1}]""")]
    public async Task Everybody_sees_his_own_sums(string by, string expected)
    {
        var items = (await shared.Ada.Client.GetFromJsonAsync<JsonElement>($"/api/v1/usage?{Range}&by={by}")).GetProperty("items");

        Assert.Equal(expected.Replace("KEY", shared.KeyId.ToString(), StringComparison.Ordinal), Brief(items).Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("user", 2)]
    [InlineData("node", 2)]
    [InlineData("protocol", 2)]
    public async Task Administrators_see_everybodys(string by, int groups)
    {
        var items = (await shared.Administrator.Client.GetFromJsonAsync<JsonElement>($"/api/v1/admin/usage?{Range}&by={by}")).GetProperty("items");

        Assert.Equal(groups, items.GetArrayLength());
        Assert.Equal(4, items.EnumerateArray().Sum(i => i.GetProperty("requests").GetInt32()));
        if (by is "user") Assert.Contains(items.EnumerateArray(), i => i.GetProperty("name").GetString() == shared.Ada.UserName);
    }

    [Fact]
    public async Task Sums_are_tokens_errors_and_averages()
    {
        var items = (await shared.Ada.Client.GetFromJsonAsync<JsonElement>($"/api/v1/usage?{Range}&by=day")).GetProperty("items");

        Assert.Equal("""{"requests":2,"promptTokens":100,"answerTokens":40,"errors":1,"firstTokenMs":200,"durationMs":1000,"day":"2026-11-20T00:00:00+00:00"}""", items[0].GetRawText());
    }

    [Fact]
    public async Task Spreadsheets_get_a_table_in_which_no_name_is_a_formula()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/admin/usage?{Range}&by=model");
        request.Headers.Accept.ParseAdd("text/csv");
        using var response = await shared.Administrator.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("model,name,requests,promptTokens,answerTokens,errors,firstTokenMs,durationMs,cost\r\nllama3:8b,,2,", text, StringComparison.Ordinal);
        Assert.Contains("\"'=cmd(\"\"x\"\",1)\",,1,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_see_everybodys()
    {
        using var refused = await shared.Ada.Client.GetAsync("/api/v1/admin/usage");
        using var strange = await shared.Ada.Client.GetAsync("/api/v1/usage?by=user");
        using var backwards = await shared.Ada.Client.GetAsync("/api/v1/usage?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z");
        using var endless = await shared.Ada.Client.GetAsync("/api/v1/usage?from=2020-01-02T00:00:00Z&by=hour");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (refused.StatusCode, strange.StatusCode, backwards.StatusCode, endless.StatusCode));
    }

    private static string Brief(JsonElement items) => JsonSerializer.Serialize(items.EnumerateArray().Select(i =>
        i.EnumerateObject().Where(p => p.Name is "hour" or "day" or "model" or "key" or "name").Append(i.EnumerateObject().First(p => p.Name == "requests")).ToDictionary(p => p.Name, p => p.Value)));
}

/// <summary>A host with some calls of two people in its accounts.</summary>
public sealed class UsageHost : IAsyncLifetime
{
    private static readonly DateTimeOffset Yesterday = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public TestHost Host { get; private set; } = null!;

    public TestUser Administrator { get; private set; } = null!;

    public TestUser Ada { get; private set; } = null!;

    public Guid KeyId { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync();
        Administrator = await Host.SignUpAsync();
        Ada = await Host.SignUpAsync();
        (_, KeyId) = await Ada.CreateKeyAsync(new { name = "laptop" });
        await Host.Services.GetRequiredService<UsageStore>().WriteAsync(
        [
            Row(Ada.Id, Yesterday, "llama3:8b", "gpu", 100, 40),
            Row(Ada.Id, Yesterday.AddMinutes(30), null, null, 0, 0) is var failed ? failed with { Call = failed.Call with { Outcome = CallOutcome.Failed, FirstToken = null } } : failed,
            Row(Ada.Id, Yesterday.AddHours(23), "llama3:8b", "gpu", 10, 10, KeyId, CallProtocol.OpenAI),
            Row(Administrator.Id, Yesterday.AddHours(23), "=cmd(\"x\",1)", "gpu", 1, 1),
            Row(Ada.Id, Yesterday.AddDays(-30), "llama3:8b", "gpu", 1000, 1000),
        ], again: false, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Ada.Dispose();
        Administrator.Dispose();
        await Host.DisposeAsync();
    }

    private static UsageRow Row(Guid user, DateTimeOffset at, string? model, string? node, int prompt, int answer, Guid? key = null, CallProtocol protocol = CallProtocol.Chat) => new(Guid.CreateVersion7(), new CallRecord
    {
        Operation = CallOperation.Chat,
        Caller = new Caller(user) { KeyId = key, Protocol = protocol },
        Asked = model ?? "nothing",
        Model = model,
        Node = node,
        BegunAt = at,
        Duration = TimeSpan.FromSeconds(1),
        FirstToken = TimeSpan.FromMilliseconds(200),
        PromptTokens = prompt,
        AnswerTokens = answer,
        Outcome = CallOutcome.Succeeded,
    });
}
