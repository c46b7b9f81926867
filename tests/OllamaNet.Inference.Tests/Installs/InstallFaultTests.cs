using System.Net;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Installs;

/// <summary>What goes wrong, and what somebody tries who should not.</summary>
public sealed class InstallFaultTests(InstallHost host) : IClassFixture<InstallHost>
{
    [Theory]
    [InlineData("write /root/.ollama/models/blobs/sha256-x-partial: no space left on device", "disk-full", "first")]
    [InlineData("pull model manifest: file does not exist", "model-not-found", "wrong0")]
    [InlineData("pull model manifest: 401: {\"error\":\"Invalid username or password.\"}", "registry-denied", "licence")]
    [InlineData("pull model manifest: 412: The model you are attempting to pull requires a newer version of Ollama.", "node-too-old", "Update")]
    public async Task What_the_node_says_becomes_words_that_help(string said, string code, string helps)
    {
        host.First.Pulls("wrong0:1b", SimulatedPull.Good with { Error = said });

        var failed = await host.EndedAsync((await host.InstallAsync("wrong0:1b", "first"))[0]);

        Assert.Equal(("failed", code), (failed.State(), failed.Code()));
        var message = failed.GetProperty("error").GetProperty("message").GetString()!;
        Assert.Contains(helps, message, StringComparison.Ordinal);
        Assert.DoesNotContain("/root", message, StringComparison.Ordinal);
        Assert.Contains("model.ready failure", await host.AuditAsync("wrong0:1b"));
        await host.SendAsync(HttpMethod.Delete, InstallHost.Path(failed), status: HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_node_that_dies_in_the_middle_is_asked_again_and_goes_on()
    {
        host.First.Pulls("dying:1b", new SimulatedPull(new SimulatedLayer('e', 4_000)) { CutAfter = 4 }, new SimulatedPull(new SimulatedLayer('e', 4_000)));

        var done = await host.EndedAsync((await host.InstallAsync("dying:1b", "first"))[0]);

        Assert.Equal(("done", 4_000), (done.State(), done.Number("done")));
        Assert.Equal(2, host.First.Requests.Count(r => r.Path == "/api/pull" && r.Body.GetProperty("model").GetString() == "dying:1b"));
    }

    [Fact]
    public async Task A_node_that_stays_away_is_given_up_after_some_attempts_and_says_so_meanwhile()
    {
        host.First.Pulls("away:1b", SimulatedPull.Good with { CutAfter = 0 });

        var job = (await host.InstallAsync("away:1b", "first"))[0];
        var waiting = await host.UntilAsync(job, j => j.State() == "failed" || j.GetProperty("problem").ValueKind is JsonValueKind.String);
        Assert.Contains("first", waiting.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal("node-unreachable", (await host.EndedAsync(job)).Code());
        Assert.Equal(5, host.First.Requests.Count(r => r.Path == "/api/pull" && r.Body.GetProperty("model").GetString() == "away:1b"));
    }

    [Fact]
    public async Task A_node_that_lies_about_sizes_makes_no_figure_wrong()
    {
        var digest = new SimulatedLayer('f', 0).Digest;
        string[] lines =
        [
            """{"status":"x","digest":"sha256:../../etc/passwd","total":5,"completed":5}""",
            $$"""{"status":"x","digest":"{{digest}}","total":-5,"completed":99}""",
            $$"""{"status":"x","digest":"{{digest}}","total":1e300,"completed":1e300}""",
            $$"""{"status":"x","digest":"{{digest}}","total":"many","completed":null}""",
            $$"""{"status":"\u0000\u202e{{new string('y', 5000)}}","digest":"{{digest}}","total":100,"completed":500}""",
            .. Enumerable.Range(0, 300).Select(i => $$"""{"status":"x","digest":"sha256:{{i:x64}}","total":1,"completed":9223372036854775807}"""),
        ];
        host.First.Pulls("lying:1b", new SimulatedPull { Lines = lines });

        var done = await host.EndedAsync((await host.InstallAsync("lying:1b", "first"))[0]);

        Assert.Equal("done", done.State());
        Assert.All(done.GetProperty("layers").EnumerateArray(), l => Assert.InRange(l.Number("done"), 0, l.Number("total")));
        Assert.Equal((100, 199, 199), (done.GetProperty("layers").GetArrayLength(), done.Number("total"), done.Number("done")));
        Assert.DoesNotContain("passwd", done.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1,2]"), InlineData("no json"), InlineData("\"success\"")]
    public async Task What_is_not_the_protocol_is_no_success(string line)
    {
        host.First.Pulls("babble:1b", new SimulatedPull { Lines = [line] });

        Assert.Equal("node-failed", (await host.EndedAsync((await host.InstallAsync("babble:1b", "first"))[0])).Code());
    }

    [Fact]
    public async Task A_node_that_says_it_is_done_must_have_the_model()
    {
        host.First.Pulls("nothing:1b", SimulatedPull.Good with { Lies = true });

        Assert.Equal("model-missing", (await host.EndedAsync((await host.InstallAsync("nothing:1b", "first"))[0])).Code());
        Assert.DoesNotContain("nothing:1b", await host.ModelsAsync());
    }

    [Fact]
    public async Task A_node_that_is_removed_meanwhile_ends_it()
    {
        await using var leaving = await EngineSimulator.StartAsync();
        leaving.Pulls("leaving:1b", SimulatedPull.Good with { HoldAfter = 1 });
        var node = await host.SendAsync(HttpMethod.Post, "/api/v1/admin/nodes", new { name = "leaving", kind = "ollama", url = leaving.Url }, HttpStatusCode.Created);
        var started = await host.SendAsync(HttpMethod.Post, InstallHost.Jobs, new { model = "leaving:1b", nodeIds = new[] { node.GetProperty("id").GetGuid() } }, HttpStatusCode.Accepted);
        var job = await host.UntilAsync(started.GetProperty("items")[0], j => j.State() == "running");

        await host.SendAsync(HttpMethod.Delete, $"/api/v1/admin/nodes/{node.GetProperty("id").GetGuid()}", status: HttpStatusCode.NoContent);

        Assert.Equal("node-gone", (await host.EndedAsync(job)).Code());
        Assert.Equal("node-gone", (await host.SendAsync(HttpMethod.Post, InstallHost.Path(job) + "/retry", status: HttpStatusCode.Conflict)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("evil.example/a/b"), InlineData("evil.example:80/b"), InlineData("http://evil.example/a/b"), InlineData("169.254.169.254:80/a/b"), InlineData("../../etc/passwd")]
    [InlineData("a/../b"), InlineData("a b"), InlineData("model\n"), InlineData(""), InlineData("a:b:c"), InlineData("model@sha256:abc"), InlineData("-x"), InlineData("a\0b"), InlineData("HF.CO.evil.example/a/b")]
    public async Task Names_that_lead_elsewhere_reach_no_node(string model)
    {
        var problem = await host.SendAsync(HttpMethod.Post, InstallHost.Jobs, new { model }, HttpStatusCode.BadRequest);

        Assert.Contains(problem.GetProperty("code").GetString(), (string[])["validation", "invalid-json"]);
        Assert.DoesNotContain(host.First.Requests, r => r.Path == "/api/pull" && r.Body.GetProperty("model").GetString() == model);
    }

    [Fact]
    public async Task Only_nodes_that_install_are_asked()
    {
        foreach (var nodes in (Guid[][])[[host.Nodes["other"]], [Guid.Parse("00000000-0000-7000-8000-000000000009")], [host.Nodes["first"], host.Nodes["other"]]])
            Assert.True((await host.SendAsync(HttpMethod.Post, InstallHost.Jobs, new { model = "any:1b", nodeIds = nodes }, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("nodeIds", out _));
        await host.SendAsync(HttpMethod.Post, InstallHost.Jobs, new { model = "any:1b", nodes = "all" }, HttpStatusCode.BadRequest);
        Assert.DoesNotContain(host.First.Requests, r => r.Path == "/api/pull" && r.Body.GetProperty("model").GetString() == "any:1b");
    }

    [Fact]
    public async Task Nobody_else_sees_or_touches_them()
    {
        host.Second.Pulls("private:1b", SimulatedPull.Good);
        var job = (await host.InstallAsync("private:1b", "second"))[0];
        var (key, _) = await host.Admin.CreateKeyAsync(new { name = "for nodes", scopes = new[] { "models.use", "nodes.manage" } });
        using var withKey = host.Host.ClientWith(key);
        (HttpMethod, string, object?)[] calls =
        [
            (HttpMethod.Get, InstallHost.Jobs, null), (HttpMethod.Get, InstallHost.Jobs + "/events", null), (HttpMethod.Get, InstallHost.Path(job), null), (HttpMethod.Delete, InstallHost.Path(job), null),
            (HttpMethod.Post, InstallHost.Path(job) + "/retry", null), (HttpMethod.Post, InstallHost.Jobs, new { model = "theirs:1b" }),
        ];
        foreach (var (method, path, body) in calls)
        {
            await host.SendAsync(method, path, body, HttpStatusCode.Unauthorized, host.Host.Client);
            await host.SendAsync(method, path, body, HttpStatusCode.Forbidden, host.User.Client);
            await host.SendAsync(method, path, body, HttpStatusCode.Forbidden, withKey);
        }

        Assert.Equal("done", (await host.EndedAsync(job)).State());
        Assert.DoesNotContain(host.First.Requests, r => r.Path == "/api/pull" && r.Body.GetProperty("model").GetString() == "theirs:1b");
        await host.SendAsync(HttpMethod.Get, InstallHost.Jobs + "/019f3a20-0000-7000-8000-000000000099", status: HttpStatusCode.NotFound);
    }
}
