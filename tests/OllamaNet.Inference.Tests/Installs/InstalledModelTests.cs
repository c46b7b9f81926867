using System.Net;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Installs;

public sealed class InstalledModelTests(InstallHost host) : IClassFixture<InstallHost>
{
    private const string Installed = "/api/v1/admin/installed-models";

    [Fact]
    public async Task What_is_on_which_node_is_listed_and_a_copy_and_a_removal_are_seen_at_once()
    {
        foreach (var simulator in (EngineSimulator[])[host.First, host.Second]) simulator.Pulls("spread:1b", SimulatedPull.Good);
        foreach (var job in await host.InstallAsync("spread:1b")) await host.EndedAsync(job);
        Assert.Equal(["first", "second"], NodesOf(await ModelAsync("spread:1b")));

        await host.SendAsync(HttpMethod.Post, Installed + "/copies", new { nodeId = host.Nodes["first"], source = "spread:1b", destination = "kept" }, HttpStatusCode.NoContent);
        Assert.Equal(["first"], NodesOf(await ModelAsync("kept:latest")));
        Assert.Contains("kept:latest", await host.ModelsAsync());

        await RemoveAsync("spread:1b", "first", HttpStatusCode.NoContent);
        Assert.Equal(["second"], NodesOf(await ModelAsync("spread:1b")));
        await RemoveAsync("spread:1b", "second", HttpStatusCode.NoContent);
        Assert.DoesNotContain("spread:1b", await host.ModelsAsync());
        await RemoveAsync("spread:1b", "second", HttpStatusCode.NotFound);
        Assert.Equal(2, (await host.AuditAsync("spread:1b")).Count(a => a == "model.deleted success"));
        Assert.Contains("model.copied success", await host.AuditAsync("kept"));
    }

    [Fact]
    public async Task A_model_is_loaded_and_its_memory_freed()
    {
        await LoadAsync(EngineSimulator.Model, loaded: true);
        Assert.True((await ModelAsync(EngineSimulator.Model)).GetProperty("nodes")[0].GetProperty("loaded").GetBoolean());
        await LoadAsync(EngineSimulator.Model, loaded: false);
        Assert.False((await ModelAsync(EngineSimulator.Model)).GetProperty("nodes")[0].GetProperty("loaded").GetBoolean());

        await LoadAsync(EngineSimulator.EmbeddingModel, loaded: true);
        Assert.Equal(-1, host.First.Requests.Last(r => r.Path == "/api/embed").Body.GetProperty("keep_alive").GetInt32());
        Assert.Equal(["model.loaded success", "model.unloaded success"], (await host.AuditAsync(EngineSimulator.Model)).Where(a => a.StartsWith("model.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_depends_on_a_model_is_said_before_it_goes()
    {
        await host.SendAsync(HttpMethod.Put, "/api/v1/admin/model-aliases", new { name = "depends", targets = new[] { "sim" } });
        foreach (var person in (TestUser[])[host.User, host.User, host.Admin])
            await host.SendAsync(HttpMethod.Post, "/v1/chat/completions", new { model = EngineSimulator.Model, messages = new[] { new { role = "user", content = "Hello" } } }, client: person.Client);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        JsonElement usage;
        do usage = await host.SendAsync(HttpMethod.Get, $"{Installed}/usage?model={EngineSimulator.Model}");
        while (usage.Number("requests") < 3 && !limit.IsCancellationRequested);
        Assert.Equal((3, 2, 3), (usage.Number("requests"), usage.Number("users"), usage.Number("nodes")));
        Assert.Equal("depends", Assert.Single(usage.GetProperty("aliases").EnumerateArray()).GetString());
        Assert.Equal(0, (await host.SendAsync(HttpMethod.Get, $"{Installed}/usage?model=unknown")).Number("requests"));
    }

    [Fact]
    public async Task A_model_is_made_of_another_as_a_job()
    {
        host.First.Pulls("pirate", new SimulatedPull());
        var body = new { name = "pirate", from = "sim", system = "You are a pirate.", template = "{{ .Prompt }}", parameters = new { temperature = 0.2, stop = new[] { "Arr" } }, adapters = new Dictionary<string, string> { ["voice.gguf"] = new SimulatedLayer('a', 1).Digest }, nodeIds = new[] { host.Nodes["first"] } };

        var job = (await host.SendAsync(HttpMethod.Post, Installed, body, HttpStatusCode.Accepted)).GetProperty("items")[0];
        var done = await host.EndedAsync(job);

        Assert.Equal(("done", "create"), (done.State(), done.GetProperty("kind").GetString()));
        Assert.Contains("pirate:latest", await host.ModelsAsync());
        Assert.Equal(
            """{"model":"pirate","from":"sim","system":"You are a pirate.","template":"{{ .Prompt }}","parameters":{"temperature":0.2,"stop":["Arr"]},"adapters":{"voice.gguf":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},"stream":true}""",
            Sorted(host.First.Requests.Last(r => r.Path == "/api/create").Body));
        Assert.Equal(["model.created success", "model.ready success"], (await host.AuditAsync("pirate")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"a/../b","from":"sim"}""", "name"), InlineData("""{"name":"made","from":"evil.example/a/b"}""", "from"), InlineData("""{"name":"made","from":"http://evil.example"}""", "from")]
    [InlineData("""{"name":"made","from":"sim","parameters":{"remote_host":{"x":1}}}""", "parameters"), InlineData("""{"name":"made","from":"sim","parameters":{"Bad Name":1}}""", "parameters"), InlineData("""{"name":"made","from":"sim","parameters":{"stop":[1]}}""", "parameters")]
    [InlineData("""{"name":"made","from":"sim","adapters":{"../x":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}""", "adapters"), InlineData("""{"name":"made","from":"sim","adapters":{"x.gguf":"sha256:../../etc/passwd"}}""", "adapters")]
    [InlineData("""{"name":"made","from":"sim","nodeIds":["00000000-0000-7000-8000-000000000009"]}""", "nodeIds")]
    public async Task What_must_not_reach_a_node_does_not(string body, string field)
    {
        var problem = await host.SendAsync(HttpMethod.Post, Installed, JsonElement.Parse(body), HttpStatusCode.BadRequest);

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
        Assert.DoesNotContain(host.First.Requests, r => r.Path == "/api/create" && r.Body.GetProperty("model").GetString() == "made");
    }

    [Fact]
    public async Task Only_what_a_node_has_is_touched_there()
    {
        var other = host.Nodes["other"];
        await host.SendAsync(HttpMethod.Post, Installed, JsonElement.Parse("""{"name":"made","from":"sim","files":{"a":"b"}}"""), HttpStatusCode.BadRequest);
        await host.SendAsync(HttpMethod.Post, Installed + "/copies", new { nodeId = host.Nodes["first"], source = EngineSimulator.Model, destination = "../x" }, HttpStatusCode.BadRequest);
        await host.SendAsync(HttpMethod.Post, Installed + "/copies", new { nodeId = host.Nodes["first"], source = "nobody:1b", destination = "x" }, HttpStatusCode.NotFound);
        await host.SendAsync(HttpMethod.Post, Installed + "/copies", new { nodeId = other, source = EngineSimulator.Model, destination = "x" }, HttpStatusCode.NotFound);
        await host.SendAsync(HttpMethod.Put, Installed + "/loaded", new { nodeId = other, model = EngineSimulator.Model, loaded = true }, HttpStatusCode.NotFound);
        await host.SendAsync(HttpMethod.Put, Installed + "/loaded", new { model = EngineSimulator.Model, loaded = true }, HttpStatusCode.BadRequest);
        await host.SendAsync(HttpMethod.Delete, $"{Installed}?model={EngineSimulator.Model}&nodeId={other}", status: HttpStatusCode.NotFound);
        await host.SendAsync(HttpMethod.Delete, $"{Installed}?model=..%2Fx&nodeId={host.Nodes["first"]}", status: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_else_gets_here()
    {
        var (key, _) = await host.Admin.CreateKeyAsync(new { name = "for nodes", scopes = new[] { "models.use", "nodes.manage" } });
        using var withKey = host.Host.ClientWith(key);
        var first = host.Nodes["first"];
        (HttpMethod, string, object?)[] calls =
        [
            (HttpMethod.Get, Installed, null), (HttpMethod.Get, Installed + "/usage?model=sim", null), (HttpMethod.Post, Installed, new { name = "theirs", from = "sim" }),
            (HttpMethod.Post, Installed + "/copies", new { nodeId = first, source = "sim", destination = "theirs" }), (HttpMethod.Put, Installed + "/loaded", new { nodeId = first, model = "sim", loaded = true }),
            (HttpMethod.Delete, $"{Installed}?model=sim&nodeId={first}", null),
        ];
        foreach (var (method, path, body) in calls)
        {
            await host.SendAsync(method, path, body, HttpStatusCode.Unauthorized, host.Host.Client);
            await host.SendAsync(method, path, body, HttpStatusCode.Forbidden, host.User.Client);
            await host.SendAsync(method, path, body, HttpStatusCode.Forbidden, withKey);
        }

        Assert.Contains(EngineSimulator.Model, await host.ModelsAsync());
    }

    private async Task<JsonElement> ModelAsync(string name) => (await host.SendAsync(HttpMethod.Get, Installed)).GetProperty("items").EnumerateArray().Single(m => m.GetProperty("name").GetString() == name);

    private static IEnumerable<string?> NodesOf(JsonElement model) => model.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString());

    private Task<JsonElement> RemoveAsync(string model, string node, HttpStatusCode status) => host.SendAsync(HttpMethod.Delete, $"{Installed}?model={model}&nodeId={host.Nodes[node]}", status: status);

    private Task<JsonElement> LoadAsync(string model, bool loaded) => host.SendAsync(HttpMethod.Put, Installed + "/loaded", new { nodeId = host.Nodes["first"], model, loaded }, HttpStatusCode.NoContent);

    // A stored document keeps no order of its members.
    private static string Sorted(JsonElement body) =>
        JsonSerializer.Serialize(new[] { "model", "from", "system", "template", "parameters", "adapters", "stream" }.ToDictionary(name => name, name => name == "parameters" ? JsonSerializer.SerializeToElement(new { temperature = body.GetProperty(name).GetProperty("temperature"), stop = body.GetProperty(name).GetProperty("stop") }) : body.GetProperty(name)));
}
