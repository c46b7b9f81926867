using System.Net;
using System.Text.Json;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Installs;

public sealed class InstallTests(InstallHost host) : IClassFixture<InstallHost>
{
    [Fact]
    public async Task A_model_is_installed_on_all_nodes_that_can_and_users_have_it_at_once()
    {
        foreach (var simulator in (EngineSimulator[])[host.First, host.Second]) simulator.Pulls("everywhere:1b", SimulatedPull.Good);
        Assert.DoesNotContain("everywhere:1b", await host.ModelsAsync());

        var jobs = await host.InstallAsync("everywhere:1b");
        Assert.Equal(["first", "second"], jobs.Select(j => j.GetProperty("node").GetString()).Order(StringComparer.Ordinal));
        foreach (var job in jobs)
        {
            var done = await host.EndedAsync(job);
            Assert.Equal(("done", 1_000_000, 1_000_000), (done.State(), done.Number("done"), done.Number("total")));
            Assert.StartsWith("sha256:", done.GetProperty("digest").GetString(), StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Null, done.GetProperty("changed").ValueKind);
        }

        Assert.Contains("everywhere:1b", await host.ModelsAsync());
        Assert.Equal(["model.pulled success", "model.pulled success", "model.ready success", "model.ready success"], (await host.AuditAsync("everywhere:1b")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Progress_is_seen_while_it_runs_by_looking_and_by_following()
    {
        host.First.Pulls("watched:1b", new SimulatedPull(new SimulatedLayer('b', 4_000), new SimulatedLayer('c', 100)) { HoldAfter = 4 });
        using var request = new HttpRequestMessage(HttpMethod.Get, InstallHost.Jobs + "/events");
        using var stream = await host.Admin.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync());
        var job = (await host.InstallAsync("watched:1b", "first"))[0];

        var running = await host.UntilAsync(job, j => j.Number("done") == 2_000);
        Assert.Equal(("running", 4_000), (running.State(), running.Number("total")));
        Assert.Equal(("pulling bbbbbbbbbbbb", 2_000), (running.GetProperty("step").GetString(), running.GetProperty("layers")[0].Number("done")));
        Assert.Equal(2_000, (await NextAsync(events, j => j.GetProperty("id").GetGuid() == job.GetProperty("id").GetGuid() && j.Number("done") > 0)).Number("done"));
        host.First.Release();
        Assert.Equal(4_100, (await NextAsync(events, j => j.GetProperty("id").GetGuid() == job.GetProperty("id").GetGuid() && j.State() == "done")).Number("done"));

        await host.SendAsync(HttpMethod.Delete, InstallHost.Path(job), status: HttpStatusCode.NoContent);
        Assert.Equal(job.GetProperty("id").GetGuid(), (await NextAsync(events, j => j.TryGetProperty("removed", out _))).GetProperty("id").GetGuid());
        await host.SendAsync(HttpMethod.Get, InstallHost.Path(job), status: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Cancelling_ends_it_on_the_node_and_trying_again_goes_on_with_what_is_there()
    {
        host.First.Pulls("stopped:1b", new SimulatedPull(new SimulatedLayer('d', 4_000)) { HoldAfter = 4 }, SimulatedPull.Good with { Layers = [new('d', 4_000)] });
        var job = (await host.InstallAsync("stopped:1b", "first"))[0];
        await host.UntilAsync(job, j => j.Number("done") == 2_000);
        await host.SendAsync(HttpMethod.Post, InstallHost.Path(job) + "/retry", status: HttpStatusCode.Conflict);

        await host.SendAsync(HttpMethod.Delete, InstallHost.Path(job), status: HttpStatusCode.NoContent);
        await Pulls(host.First, "stopped:1b").Single().Aborted.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("cancelled", (await host.EndedAsync(job)).State());

        var again = await host.SendAsync(HttpMethod.Post, InstallHost.Path(job) + "/retry", status: HttpStatusCode.Accepted);
        var done = await host.EndedAsync(again);
        Assert.Equal(("done", 4_000), (done.State(), done.Number("done")));
        Assert.Equal(2, Pulls(host.First, "stopped:1b").Count());
        await host.SendAsync(HttpMethod.Get, InstallHost.Path(job), status: HttpStatusCode.NotFound);
        Assert.Contains("model.job-cancelled success", await host.AuditAsync("stopped:1b"));
    }

    [Fact]
    public async Task A_node_works_at_so_many_as_it_may_and_keeps_no_other_waiting()
    {
        var models = Enumerable.Range(0, 3).Select(i => $"crowd{i}:1b").ToArray();
        foreach (var model in models) host.First.Pulls(model, SimulatedPull.Good with { HoldAfter = 1 });
        host.Second.Pulls("free:1b", SimulatedPull.Good);

        List<JsonElement> jobs = [];
        foreach (var model in models) jobs.Add((await host.InstallAsync(model, "first"))[0]);
        Assert.Equal("done", (await host.EndedAsync((await host.InstallAsync("free:1b", "second"))[0])).State());
        foreach (var job in jobs.Take(2)) await host.UntilAsync(job, j => j.State() == "running");
        Assert.Equal("queued", (await host.JobAsync(jobs[2])).State());

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await Task.WhenAll(jobs.Select(host.JobAsync))).Any(j => j.State() != "done"))
        {
            host.First.Release();
            await Task.Delay(50, limit.Token);
        }
    }

    [Fact]
    public async Task What_is_under_way_is_not_begun_twice()
    {
        host.First.Pulls("twice", SimulatedPull.Good with { HoldAfter = 1 });

        var job = (await host.InstallAsync("twice", "first"))[0];
        var same = (await host.InstallAsync("twice:latest", "first"))[0];
        Assert.Equal(job.GetProperty("id").GetGuid(), same.GetProperty("id").GetGuid());
        await host.UntilAsync(job, j => j.State() == "running");
        host.First.Release();
        Assert.Equal("done", (await host.EndedAsync(job)).State());
        Assert.Single(Pulls(host.First, "twice"));
    }

    [Fact]
    public async Task Asked_again_it_says_whether_another_model_is_behind_the_name()
    {
        SimulatedModel before = new("moving:1b") { Digest = "sha256:" + new string('1', 64) }, after = before with { Digest = "sha256:" + new string('2', 64) };
        host.First.Pulls("moving:1b", SimulatedPull.Good with { Model = before }, SimulatedPull.Good with { Model = before }, SimulatedPull.Good with { Model = after });

        List<JsonElement> ends = [];
        for (var i = 0; i < 3; i++) ends.Add(await host.EndedAsync((await host.InstallAsync("moving:1b", "first"))[0]));

        Assert.Equal([JsonValueKind.Null, JsonValueKind.False, JsonValueKind.True], ends.Select(e => e.GetProperty("changed").ValueKind));
        Assert.Equal((before.Digest, after.Digest), (ends[2].GetProperty("digestBefore").GetString(), ends[2].GetProperty("digest").GetString()));
    }

    [Fact]
    public async Task The_list_has_the_newest_first_and_pages()
    {
        foreach (var name in (string[])["page1:1b", "page2:1b"])
        {
            host.Second.Pulls(name, SimulatedPull.Good);
            await host.EndedAsync((await host.InstallAsync(name, "second"))[0]);
        }

        var all = (await host.SendAsync(HttpMethod.Get, InstallHost.Jobs + "?limit=200")).GetProperty("items").EnumerateArray().Select(j => j.GetProperty("model").GetString()).ToList();
        Assert.True(all.IndexOf("page2:1b") < all.IndexOf("page1:1b"));
        var page = await host.SendAsync(HttpMethod.Get, InstallHost.Jobs + "?limit=1");
        var next = await host.SendAsync(HttpMethod.Get, InstallHost.Jobs + "?limit=1&after=" + page.GetProperty("next").GetString());
        Assert.NotEqual(page.GetProperty("items")[0].GetProperty("id").GetGuid(), next.GetProperty("items")[0].GetProperty("id").GetGuid());
        await host.SendAsync(HttpMethod.Get, InstallHost.Jobs + "?after=nothing", status: HttpStatusCode.BadRequest);
    }

    private static IEnumerable<SimulatedRequest> Pulls(EngineSimulator simulator, string model) => simulator.Requests.Where(r => r.Path == "/api/pull" && r.Body.GetProperty("model").GetString() == model);

    private static async Task<JsonElement> NextAsync(StreamReader events, Predicate<JsonElement> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await events.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var job = JsonElement.Parse(line[6..]);
            if (job.TryGetProperty("removed", out _) ? wanted(job) : job.TryGetProperty("state", out _) && wanted(job)) return job;
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
