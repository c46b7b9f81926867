using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Routing;
using OllamaNet.Inference.Usage;
using OllamaNet.Inference.Usage.Costs;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Inference.Tests.Usage;

public sealed class CostTests : IAsyncLifetime
{
    private const string Prices = "/api/v1/admin/model-prices";
    private static readonly DateTimeOffset Month = FirstOfMonth(TimeProvider.System.GetUtcNow());
    private TestHost _host = null!;
    private TestUser _administrator = null!;
    private TestUser _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:Enabled"] = "false" });
        _administrator = await _host.SignUpAsync();
        _ada = await _host.SignUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _administrator.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Each_hour_costs_what_its_price_was_and_a_model_without_one_nothing()
    {
        await UsedAsync(("paid:70b", Month, 2_000_000, 1_000_000), ("paid:70b", Month.AddHours(2), 1_000_000, 0), ("own:8b", Month, 5_000_000, 5_000_000));
        await SetAsync("paid:70b", 0.15m, 0.6m, Month.AddMinutes(59));
        await SetAsync("paid:70b", 10, 20, Month.AddHours(2));

        var items = await ItemsAsync($"/api/v1/admin/usage?by=model&from={Month:yyyy-MM-dd}T00:00:00Z&to={Month:yyyy-MM-dd}T23:00:00Z");

        Assert.Equal(0.9m + 10m, items.Single(i => i.GetProperty("model").GetString() == "paid:70b").GetProperty("cost").GetDecimal());
        Assert.False(items.Single(i => i.GetProperty("model").GetString() == "own:8b").TryGetProperty("cost", out _));
    }

    [Theory]
    [InlineData("user")]
    [InlineData("node")]
    [InlineData("day")]
    public async Task Costs_are_summed_by_user_node_and_day(string by)
    {
        await UsedAsync(("paid:70b", Month, 1_000_000, 0), ("paid:70b", Month.AddHours(1), 1_000_000, 0));
        await SetAsync("paid:70b", 0.25m, 0, Month);

        var items = await ItemsAsync($"/api/v1/admin/usage?by={by}&from={Month:yyyy-MM-dd}T00:00:00Z&to={Month:yyyy-MM-dd}T23:00:00Z");

        Assert.Equal(0.5m, Assert.Single(items).GetProperty("cost").GetDecimal());
    }

    [Fact]
    public async Task A_deleted_price_leaves_the_one_before_it()
    {
        await UsedAsync(("paid:70b", Month.AddHours(5), 1_000_000, 0));
        await SetAsync("paid:70b", 1, 0, Month);
        await SetAsync("paid:70b", 7, 0, Month.AddHours(3));

        using var deleted = await _administrator.Client.DeleteAsync($"{Prices}?model=paid:70b&validFrom={Month.AddHours(3):yyyy-MM-dd'T'HH}:00:00Z");
        using var again = await _administrator.Client.DeleteAsync($"{Prices}?model=paid:70b&validFrom={Month.AddHours(3):yyyy-MM-dd'T'HH}:00:00Z");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, again.StatusCode));
        Assert.Equal(1m, (await BudgetAsync()).GetProperty("spent").GetDecimal());
    }

    [Fact]
    public async Task What_users_see_of_their_own_usage_has_no_cost_in_it()
    {
        await UsedAsync(("paid:70b", Month, 1_000_000, 0));
        await SetAsync("paid:70b", 1, 1, Month);

        Assert.All(await ItemsAsync($"/api/v1/usage?by=model&from={Month:yyyy-MM-dd}T00:00:00Z", _ada), i => Assert.False(i.TryGetProperty("cost", out _)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/usage?by=model");
        request.Headers.Accept.ParseAdd("text/csv");
        using var table = await _ada.Client.SendAsync(request);
        Assert.DoesNotContain("cost", await table.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"m","prompt":-1,"answer":0}""")]
    [InlineData("""{"model":"m","prompt":1}""")]
    [InlineData("""{"model":" m","prompt":1,"answer":1}""")]
    [InlineData("""{"model":"m","prompt":1e30,"answer":1}""")]
    [InlineData("""{"model":"m","prompt":1,"answer":1,"currency":"USD"}""")]
    public async Task A_price_that_makes_no_sense_is_refused(string body)
    {
        using var response = await _administrator.Client.PutAsync(Prices, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_budget_alarms_once_at_its_part_and_once_at_its_end()
    {
        await UsedAsync(("paid:70b", Month, 4_000_000, 0));
        await SetAsync("paid:70b", 1, 0, Month);
        Assert.Equal("none", (await BudgetAsync()).GetProperty("state").GetString());
        await ChangeAsync(new Dictionary<string, object>(StringComparer.Ordinal) { ["Usage:MonthlyBudget"] = 5, ["Usage:Currency"] = "CHF" });

        var alarm = await BudgetAsync();
        await AlarmAsync(times: 2);
        await SetAsync("paid:70b", 2, 0, Month);
        var spent = await BudgetAsync();
        await AlarmAsync(times: 2);
        var told = (await ItemsAsync("/api/v1/admin/audit?action=budget.alarm")).ConvertAll(i => i.GetProperty("after").GetProperty("state").GetString());

        Assert.Equal(("alarm", 4m, 5m, "CHF"), (alarm.GetProperty("state").GetString(), alarm.GetProperty("spent").GetDecimal(), alarm.GetProperty("limit").GetDecimal(), alarm.GetProperty("currency").GetString()));
        Assert.Equal("spent", spent.GetProperty("state").GetString());
        Assert.Equal(["spent", "alarm"], told);
    }

    [Fact]
    public async Task Prices_are_on_record_and_not_for_everybody()
    {
        await SetAsync("paid:70b", 1, 2, Month);
        using var read = await _ada.Client.GetAsync(Prices);
        using var written = await _ada.Client.PutAsJsonAsync(Prices, new { model = "paid:70b", prompt = 0, answer = 0 });
        using var budget = await _ada.Client.GetAsync("/api/v1/admin/budget");
        using var queue = await _ada.Client.GetAsync("/api/v1/admin/queue");

        Assert.All([read, written, budget, queue], r => Assert.Equal(HttpStatusCode.Forbidden, r.StatusCode));
        Assert.Equal("paid:70b", (await ItemsAsync("/api/v1/admin/audit?action=price.set"))[0].GetProperty("target").GetProperty("name").GetString());
    }

    private static DateTimeOffset FirstOfMonth(DateTimeOffset now) => new(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private async Task AlarmAsync(int times)
    {
        for (var i = 0; i < times; i++) await _host.Services.GetRequiredService<BudgetWatch>().LookAsync(CancellationToken.None);
    }

    private async Task<JsonElement> BudgetAsync() => await _administrator.Client.GetFromJsonAsync<JsonElement>("/api/v1/admin/budget");

    private async Task ChangeAsync(Dictionary<string, object> values)
    {
        using var read = await _administrator.Client.GetAsync("/api/v1/admin/settings");
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/admin/settings") { Content = JsonContent.Create(values) };
        request.Headers.IfMatch.Add(read.Headers.ETag!);
        using var response = await _administrator.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task SetAsync(string model, decimal prompt, decimal answer, DateTimeOffset validFrom)
    {
        using var response = await _administrator.Client.PutAsJsonAsync(Prices, new { model, prompt, answer, validFrom });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<List<JsonElement>> ItemsAsync(string path, TestUser? user = null) =>
        [.. (await (user ?? _administrator).Client.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray()];

    private Task UsedAsync(params (string Model, DateTimeOffset At, int Prompt, int Answer)[] calls) => _host.Services.GetRequiredService<UsageStore>().WriteAsync(
        [.. calls.Select(c => new UsageRow(Guid.CreateVersion7(), new CallRecord
        {
            Operation = CallOperation.Chat,
            Caller = new Caller(_ada.Id) { Protocol = CallProtocol.Chat },
            Asked = c.Model,
            Model = c.Model,
            Node = "gpu",
            BegunAt = c.At,
            Duration = TimeSpan.FromSeconds(1),
            FirstToken = TimeSpan.FromMilliseconds(200),
            PromptTokens = c.Prompt,
            AnswerTokens = c.Answer,
            Outcome = CallOutcome.Succeeded,
        }))],
        again: false, CancellationToken.None);
}
