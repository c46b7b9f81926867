using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.NodeAdmin;

public sealed class NodeAdminTests(AdminHost host) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task A_node_of_the_configuration_is_listed_and_can_only_be_drained()
    {
        var node = await host.UntilAsync("configured", n => n.Is("reachable"));
        Assert.Equal(("ollama", "configuration", "closed", "0.35.1-simulated", host.Configured.Url.ToString().TrimEnd('/')),
            (node.Text("kind"), node.Text("source"), node.Text("breaker"), node.Text("version"), node.Text("url")));
        Assert.Equal(["sim-embed:latest", "sim:latest"], node.Models());
        Assert.True(node.GetProperty("models")[1].Is("loaded"));
        Assert.False(node.GetProperty("models")[0].Is("loaded"));

        await host.PatchAsync(node.Path(), new { weight = 2 }, HttpStatusCode.Conflict);
        await host.DeleteAsync(node.Path(), HttpStatusCode.Conflict);
        Assert.True((await host.PatchAsync(node.Path(), new { draining = true })).Is("draining"));
        Assert.False((await host.PatchAsync(node.Path(), new { draining = false })).Is("draining"));
    }

    [Fact]
    public async Task A_registered_node_serves_at_once_and_is_gone_when_it_is_removed()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Models = [new("only-here:1b")];

        var node = await host.PostAsync(AdminHost.Nodes, new { name = "added", kind = "ollama", url = simulator.Url, labels = new { room = "b2" }, numCtx = 2048 });
        await host.UntilAsync("added", n => n.Is("reachable"));

        Assert.Contains("only-here:1b", await host.ModelsAsync());
        Assert.Equal(("administrator", "b2", 2048, 1), (node.Text("source"), node.GetProperty("labels").Text("room"), node.GetProperty("numCtx").GetInt32(), node.GetProperty("weight").GetInt32()));
        await host.DeleteAsync(node.Path());
        Assert.DoesNotContain("only-here:1b", await host.ModelsAsync());
        await host.GetAsync(node.Path(), HttpStatusCode.NotFound);
        await host.DeleteAsync(node.Path(), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_runs_on_a_removed_node_ends_with_its_stream()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Models = [new("held:1b")];
        simulator.Answer(new SimulatedAnswer("a", "b") { Hold = true, FaultAfter = 1 });
        var node = await host.PostAsync(AdminHost.Nodes, new { name = "held", kind = "ollama", url = simulator.Url });
        await host.UntilAsync("held", n => n.Is("reachable"));
        var sink = new CollectingSink();
        var running = host.Host.Services.GetRequiredService<IInference>().ChatAsync(InferenceFixture.Question("held:1b"), sink, CancellationToken.None);
        await sink.First;

        await host.DeleteAsync(node.Path());
        await Task.Delay(3000);
        simulator.Release();
        await running;

        Assert.Equal("ab", sink.Text);
    }

    [Fact]
    public async Task A_key_goes_to_the_node_and_comes_back_to_nobody()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var other = await EngineSimulator.StartAsync();

        var node = await host.PostAsync(AdminHost.Nodes, new { name = "keyed", kind = "openAI", url = simulator.Url, apiKey = "sk-very-secret" });
        await host.UntilAsync("keyed", n => n.Is("reachable"));

        Assert.True(node.Is("hasApiKey"));
        Assert.Equal("Bearer sk-very-secret", simulator.Requests[^1].Headers["Authorization"]);
        Assert.DoesNotContain("very-secret", (await host.GetAsync(AdminHost.Nodes)).GetRawText(), StringComparison.Ordinal);
        await using (var command = host.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT string_agg(n::text || encode(coalesce(sealed_key, ''), 'escape'), '') FROM inference.nodes n"))
            Assert.DoesNotContain("very-secret", (string)(await command.ExecuteScalarAsync())!, StringComparison.Ordinal);

        var moved = await host.PatchAsync(node.Path(), new { url = other.Url });
        await host.UntilAsync("keyed", n => n.Is("reachable"));
        Assert.False(moved.Is("hasApiKey"));
        Assert.All(other.Requests, r => Assert.False(r.Headers.ContainsKey("Authorization")));
        Assert.True((await host.PatchAsync(node.Path(), new { apiKey = "sk-new" })).Is("hasApiKey"));
        Assert.False((await host.PatchAsync(node.Path(), new { apiKey = "" })).Is("hasApiKey"));
    }

    [Fact]
    public async Task Placement_gives_models_other_names_while_it_runs()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Models = [new("vendor/Big-70B-Instruct")];
        var node = await host.PostAsync(AdminHost.Nodes, new { name = "placed", kind = "openAI", url = simulator.Url, placement = new[] { new { name = "big:70b", upstream = "vendor/Big-70B-Instruct" } } });
        var served = (await host.UntilAsync("placed", n => n.Is("reachable"))).GetProperty("models")[0];

        Assert.Equal(("big:70b", "vendor/Big-70B-Instruct"), (served.Text("name"), served.Text("upstream")));
        Assert.Contains("big:70b", await host.ModelsAsync());
        await host.PatchAsync(node.Path(), new { placement = new[] { new { name = "huge", upstream = "vendor/Big-70B-Instruct" } } });
        Assert.Contains("huge", await host.ModelsAsync());
        Assert.DoesNotContain("big:70b", await host.ModelsAsync());
        Assert.Equal(JsonValueKind.Null, (await host.PatchAsync(node.Path(), new { placement = (object?)null })).GetProperty("placement").ValueKind);
        Assert.Equal(["vendor/Big-70B-Instruct"], (await host.NodeAsync("placed")).Models());
    }

    [Fact]
    public async Task A_change_leaves_out_what_it_does_not_name_and_keeps_the_engine_where_it_can()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        var node = await host.PostAsync(AdminHost.Nodes, new { name = "changed", kind = "ollama", url = simulator.Url, weight = 3, maxConcurrent = 2 });
        await host.UntilAsync("changed", n => n.Is("reachable"));
        var before = host.Host.Services.GetRequiredService<NodeSet>().Known.Single(n => n.Name == "changed");

        var changed = await host.PatchAsync(node.Path(), new { draining = true, maxConcurrent = (int?)null });

        Assert.Equal((3, JsonValueKind.Null, true, true), (changed.GetProperty("weight").GetInt32(), changed.GetProperty("maxConcurrent").ValueKind, changed.Is("draining"), changed.Is("reachable")));
        Assert.Same(before, host.Host.Services.GetRequiredService<NodeSet>().Known.Single(n => n.Name == "changed"));
        await host.PatchAsync(node.Path(), new { numCtx = 512, timeouts = new { firstToken = 3.5 } });
        var anew = host.Host.Services.GetRequiredService<NodeSet>().Known.Single(n => n.Name == "changed");
        Assert.NotSame(before, anew);
        Assert.Equal(TimeSpan.FromSeconds(3.5), anew.Options.FirstTokenTimeout);
    }

    [Fact]
    public async Task Of_two_changes_to_the_same_state_one_is_refused()
    {
        var node = await host.PostAsync(AdminHost.Nodes, new { name = "tagged", kind = "ollama", url = "http://127.0.0.1:1" });
        using var first = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Path(), UriKind.Relative));
        using var read = await host.Admin.Client.SendAsync(first);
        var tag = read.Headers.ETag!.Tag;

        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await ChangeAsync(tag));

        async Task<HttpStatusCode> ChangeAsync(string ifMatch)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(node.Path(), UriKind.Relative)) { Content = new StringContent("""{"weight":5}""", System.Text.Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            using var response = await host.Admin.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData("""{"name":"a b","kind":"ollama","url":"http://x"}""", "name"), InlineData("""{"name":"n","kind":"ollama"}""", "url"), InlineData("""{"name":"n","kind":"ollama","url":"ftp://x"}""", "url")]
    [InlineData("""{"name":"n","kind":"ollama","url":"http://user:pw@x"}""", "url"), InlineData("""{"name":"n","kind":"ollama","url":"http://x?k=1"}""", "url"), InlineData("""{"name":"n","kind":"ollama","url":"x"}""", "url")]
    [InlineData("""{"name":"n","kind":"embedded","url":"http://x"}""", "url"), InlineData("""{"name":"n","kind":"ollama","url":"http://x","apiKey":"a\nb"}""", "apiKey"), InlineData("""{"name":"n","kind":"ollama","url":"http://x","weight":0}""", "weight")]
    [InlineData("""{"name":"n","kind":"ollama","url":"http://x","maxConcurrent":0}""", "maxConcurrent"), InlineData("""{"name":"n","kind":"ollama","url":"http://x","numCtx":1}""", "numCtx"), InlineData("""{"name":"n","kind":"ollama","url":"http://x","labels":{"a b":"c"}}""", "labels")]
    [InlineData("""{"name":"n","kind":"ollama","url":"http://x","placement":[{"name":""}]}""", "placement"), InlineData("""{"name":"n","kind":"ollama","url":"http://x","placement":[{"name":"a"},{"name":"a:latest"}]}""", "placement")]
    [InlineData("""{"name":"n","kind":"ollama","url":"http://x","timeouts":{"total":0}}""", "timeouts"), InlineData("""{"name":"n","kind":"other","url":"http://x"}""", "kind"), InlineData("""{"name":"n","kind":"ollama","url":"http://x","approved":true}""", "approved")]
    public async Task What_is_wrong_with_a_node_is_said_by_field(string body, string field)
    {
        var problem = await host.PostAsync(AdminHost.Nodes, JsonElement.Parse(body), HttpStatusCode.BadRequest);

        Assert.Equal("validation", problem.Text("code"));
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    [Fact]
    public async Task A_name_is_given_once_whatever_its_case()
    {
        await host.PostAsync(AdminHost.Nodes, new { name = "twice", kind = "ollama", url = "http://127.0.0.1:1" });

        Assert.Equal("node-name-taken", (await host.PostAsync(AdminHost.Nodes, new { name = "TWICE", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Conflict)).Text("code"));
        await host.PostAsync(AdminHost.Nodes, new { name = "Configured", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_node_can_be_tried_before_it_is_registered_and_asked_after()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Version = "0.34.3";

        var found = await host.PostAsync(AdminHost.Nodes + "/test", new { kind = "ollama", url = simulator.Url }, HttpStatusCode.OK);
        Assert.True(found.Is("reachable"));
        Assert.Contains("CVE-2026-103663", found.Text("warning"), StringComparison.Ordinal);
        Assert.Equal(["sim-embed:latest", "sim:latest"], found.Models());

        var node = await host.PostAsync(AdminHost.Nodes, new { name = "asked", kind = "ollama", url = simulator.Url });
        Assert.Contains("CVE-2026-103663", (await host.PostAsync(node.Path() + "/probe", null, HttpStatusCode.OK)).Text("warning"), StringComparison.Ordinal);

        await simulator.StopListeningAsync();
        var away = await host.PostAsync(AdminHost.Nodes + "/test", new { kind = "openAI", url = simulator.Url }, HttpStatusCode.OK);
        Assert.False(away.Is("reachable"));
        Assert.NotNull(away.Text("error"));
    }

    [Fact]
    public async Task Another_process_on_the_same_database_learns_of_a_node_within_seconds()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Models = [new("shared:1b")];
        var settings = host.Host.SettingsToShare();
        foreach (var (key, value) in host.Configured.AsNode(name: "configured")) settings[key] = value;
        await using var second = await TestHost.StartAsync(settings);

        var node = await host.PostAsync(AdminHost.Nodes, new { name = "everywhere", kind = "ollama", url = simulator.Url, apiKey = "sk-shared" });
        using var client = second.ClientWith(host.Admin.AccessToken);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!(await host.ModelsAsync(client)).Contains("shared:1b", StringComparer.Ordinal)) await Task.Delay(50, limit.Token);

        Assert.All(simulator.Requests, r => Assert.Equal("Bearer sk-shared", r.Headers["Authorization"]));
        await host.DeleteAsync(node.Path());
        while ((await host.ModelsAsync(client)).Contains("shared:1b", StringComparer.Ordinal)) await Task.Delay(50, limit.Token);
    }

    [Fact]
    public async Task Only_administrators_get_here()
    {
        await host.SendAsync(HttpMethod.Get, AdminHost.Nodes, null, HttpStatusCode.Forbidden, host.User.Client);
        await host.SendAsync(HttpMethod.Get, AdminHost.Nodes, null, HttpStatusCode.Unauthorized, host.Host.Client);
        await host.SendAsync(HttpMethod.Get, AdminHost.Nodes + "/join-tokens", null, HttpStatusCode.Forbidden, host.User.Client);
        await host.SendAsync(HttpMethod.Post, AdminHost.Nodes + "/test", new { kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Forbidden, host.User.Client);
        await host.SendAsync(HttpMethod.Get, "/api/v1/admin/model-aliases", null, HttpStatusCode.Forbidden, host.User.Client);
        await host.SendAsync(HttpMethod.Get, "/api/v1/admin/model-policies", null, HttpStatusCode.Forbidden, host.User.Client);
        await host.SendAsync(HttpMethod.Get, "/api/v1/admin/user-policies", null, HttpStatusCode.Forbidden, host.User.Client);
    }
}
