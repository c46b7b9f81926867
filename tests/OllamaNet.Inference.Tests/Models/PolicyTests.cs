using System.Net;
using OllamaNet.Inference.Tests.NodeAdmin;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Models;

public sealed class PolicyTests(AdminHost host) : IClassFixture<AdminHost>
{
    private const string Aliases = "/api/v1/admin/model-aliases", ModelPolicies = "/api/v1/admin/model-policies", UserPolicies = "/api/v1/admin/user-policies", Mine = "/api/v1/me/inference";

    [Fact]
    public async Task An_alias_is_set_listed_to_users_and_removed()
    {
        await host.UntilAsync("configured", n => n.Is("reachable"));

        await host.PutAsync(Aliases, new { name = "house/best", targets = new[] { "nowhere:1b", EngineSimulator.Model } });
        var listed = (await host.SendAsync(HttpMethod.Get, "/api/v1/models", null, HttpStatusCode.OK, host.User.Client)).GetProperty("items").EnumerateArray().Single(m => m.Text("name") == "house/best");
        Assert.Equal(["nowhere:1b", EngineSimulator.Model], listed.GetProperty("aliasOf").EnumerateArray().Select(t => t.GetString()));
        Assert.Contains("house/best", (await host.GetAsync(Aliases)).GetRawText(), StringComparison.Ordinal);

        await host.DeleteAsync(Aliases + "?name=house%2Fbest");
        Assert.DoesNotContain("house/best", await host.ModelsAsync());
        await host.DeleteAsync(Aliases + "?name=house%2Fbest", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Aliases_make_no_chains()
    {
        await host.PutAsync(Aliases, new { name = "first", targets = new[] { "real:1b" } });

        var chained = await host.PutAsync(Aliases, new { name = "second", targets = new[] { "real:1b", "first" } }, HttpStatusCode.BadRequest);
        Assert.True(chained.GetProperty("errors").TryGetProperty("targets[1]", out _));
        Assert.Equal("alias-in-use", (await host.PutAsync(Aliases, new { name = "real:1b", targets = new[] { "other" } }, HttpStatusCode.Conflict)).Text("code"));
        await host.PutAsync(Aliases, new { name = "fallback:1b", targets = new[] { "fallback:1b", "other:1b" } });
        await host.PutAsync(Aliases, new { name = "empty", targets = Array.Empty<string>() }, HttpStatusCode.BadRequest);
        await host.PutAsync(Aliases, new { name = "double", targets = new[] { "a", "a" } }, HttpStatusCode.BadRequest);
        await host.PutAsync(Aliases, new { name = " spaced", targets = new[] { "a" } }, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_hidden_model_is_in_no_list()
    {
        await host.UntilAsync("configured", n => n.Is("reachable"));

        await host.PutAsync(ModelPolicies, new { model = EngineSimulator.EmbeddingModel, localOnly = false, hidden = true });
        Assert.DoesNotContain(EngineSimulator.EmbeddingModel, await host.ModelsAsync(host.User.Client));
        Assert.Single((await host.GetAsync(ModelPolicies)).GetProperty("items").EnumerateArray());

        await host.PutAsync(ModelPolicies, new { model = EngineSimulator.EmbeddingModel, localOnly = false, hidden = false });
        Assert.Contains(EngineSimulator.EmbeddingModel, await host.ModelsAsync(host.User.Client));
        Assert.Empty((await host.GetAsync(ModelPolicies)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_user_may_tighten_what_holds_for_him_and_not_loosen_what_is_required()
    {
        var user = host.User.Client;
        Assert.Equal("""{"localOnly":false,"localOnlyForced":false,"cacheAnswers":false,"cacheEmbeddings":false}""", (await host.SendAsync(HttpMethod.Get, Mine, null, HttpStatusCode.OK, user)).GetRawText());

        Assert.True((await host.SendAsync(HttpMethod.Patch, Mine, new { localOnly = true, cacheAnswers = true }, HttpStatusCode.OK, user)).Is("localOnly"));
        Assert.True((await host.SendAsync(HttpMethod.Patch, Mine, new { localOnly = false }, HttpStatusCode.OK, user)).Is("cacheAnswers"));

        await host.PutAsync(UserPolicies, new { userId = host.User.Id, localOnly = true });
        Assert.Single((await host.GetAsync(UserPolicies)).GetProperty("items").EnumerateArray());
        var mine = await host.SendAsync(HttpMethod.Get, Mine, null, HttpStatusCode.OK, user);
        Assert.True(mine.Is("localOnly") && mine.Is("localOnlyForced"));
        Assert.Equal("local-only-required", (await host.SendAsync(HttpMethod.Patch, Mine, new { localOnly = false }, HttpStatusCode.Forbidden, user)).Text("code"));

        await host.PutAsync(UserPolicies, new { userId = host.User.Id, localOnly = false });
        Assert.False((await host.SendAsync(HttpMethod.Get, Mine, null, HttpStatusCode.OK, user)).Is("localOnly"));
    }
}
