using System.Net;
using System.Text.Json;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Installs;

public sealed class PromotionTests(InstallHost host) : IClassFixture<InstallHost>
{
    private const string Aliases = "/api/v1/admin/model-aliases";

    [Fact]
    public async Task A_new_version_takes_the_place_of_the_old_one_and_goes_back()
    {
        host.First.Models = [.. host.First.Models, new("house:v1"), new("house:v2")];
        await host.SendAsync(HttpMethod.Post, $"/api/v1/admin/nodes/{host.Nodes["first"]}/probe");

        Assert.Equal(["house:v1"], Targets(await PromoteAsync("house", "house:v1")));
        await host.SendAsync(HttpMethod.Put, Aliases, new { name = "house", targets = new[] { "house:v1", "sim:latest" } });
        var promoted = await PromoteAsync("house", "house:v2");
        Assert.Equal(["house:v2", "sim:latest"], Targets(promoted));
        Assert.Equal("house:v2", await AskAsync());

        Assert.Equal(["house:v1", "sim:latest"], Targets(await RollBackAsync("house")));
        Assert.Equal("house:v1", await AskAsync());
        Assert.Equal(["house:v2", "sim:latest"], Targets(await RollBackAsync("house")));
        Assert.Equal(5, (await host.AuditAsync("house")).Count(a => a == "alias.set success"));
    }

    [Fact]
    public async Task What_nobody_serves_is_not_promoted_and_what_never_changed_has_no_way_back()
    {
        Assert.Equal("model-not-served", (await PromoteAsync("stable", "nobody:1b", HttpStatusCode.Conflict)).GetProperty("code").GetString());
        await PromoteAsync("stable", EngineSimulator.Model);
        await PromoteAsync("stable", EngineSimulator.Model);

        Assert.Equal("nothing-before", (await RollBackAsync("stable", HttpStatusCode.Conflict)).GetProperty("code").GetString());
        await RollBackAsync("unknown", HttpStatusCode.NotFound);
        await PromoteAsync(" ", EngineSimulator.Model, HttpStatusCode.BadRequest);
        await host.SendAsync(HttpMethod.Post, Aliases + "/promotions", new { name = "stable", model = EngineSimulator.Model }, HttpStatusCode.Forbidden, host.User.Client);
        await host.SendAsync(HttpMethod.Post, Aliases + "/rollbacks", new { name = "stable" }, HttpStatusCode.Forbidden, host.User.Client);
    }

    private async Task<string?> AskAsync()
    {
        await host.SendAsync(HttpMethod.Post, "/v1/chat/completions", new { model = "house", messages = new[] { new { role = "user", content = "Hello" } } }, client: host.User.Client);
        return host.First.Requests.Last(r => r.Path == "/api/chat").Body.GetProperty("model").GetString();
    }

    private Task<JsonElement> PromoteAsync(string name, string model, HttpStatusCode status = HttpStatusCode.OK) => host.SendAsync(HttpMethod.Post, Aliases + "/promotions", new { name, model }, status);

    private Task<JsonElement> RollBackAsync(string name, HttpStatusCode status = HttpStatusCode.OK) => host.SendAsync(HttpMethod.Post, Aliases + "/rollbacks", new { name }, status);

    private static IEnumerable<string?> Targets(JsonElement alias) => alias.GetProperty("targets").EnumerateArray().Select(t => t.GetString());
}
