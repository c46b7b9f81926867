using System.Diagnostics;
using System.Net;
using Xunit;

namespace OllamaNet.Catalog.Tests;

/// <summary>Read endpoints take three queries at most; what users look through takes none as long as nothing changes.</summary>
public sealed class QueryBudgetTests(CatalogHost catalog) : IClassFixture<CatalogHost>
{
    private const int Budget = 3;

    [Fact]
    public async Task Every_read_stays_within_its_budget_and_a_second_look_asks_nothing()
    {
        var model = await catalog.InstallAsync(new("budget:1b"));
        await catalog.TagAsync(await catalog.CreateTagAsync("budget"), model);

        foreach (var path in new[] { "models/discover?q=budget&tag=budget", "models/discover?sort=small", "models/detail?name=budget:1b" })
        {
            Assert.InRange(await CountAsync(path), 0, Budget);
            Assert.Equal(0, await CountAsync(path));
        }

        foreach (var path in new[] { "admin/models?text=budget", $"admin/models/{model.Id()}", "admin/tags" }) Assert.InRange(await CountAsync(path), 1, Budget);
    }

    private async Task<int> CountAsync(string path)
    {
        var queries = 0;
        ActivityTraceId trace = default;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" or "OllamaNet.Catalog.Tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => { if (activity.Source.Name == "Npgsql" && activity.TraceId == trace && activity.GetTagItem("db.query.text") is not null) Interlocked.Increment(ref queries); },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("OllamaNet.Catalog.Tests");
        using var activity = source.StartActivity("read");
        trace = activity!.TraceId;
        await catalog.GetAsync(path, HttpStatusCode.OK);
        return queries;
    }
}
