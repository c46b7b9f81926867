using System.Net;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Catalog.Tests;

public sealed class ManagedModelTests(CatalogHost catalog) : IClassFixture<CatalogHost>
{
    [Fact]
    public async Task Only_administrators_see_and_change_the_catalogue()
    {
        var model = await catalog.InstallAsync(new("guarded:1b"));
        var (path, change) = ($"admin/models/{model.Id()}", new { featured = true });

        await catalog.GetAsync("admin/models", HttpStatusCode.Unauthorized, catalog.Host.Client);
        await catalog.GetAsync("admin/models", HttpStatusCode.Forbidden, catalog.User.Client);
        await catalog.GetAsync(path, HttpStatusCode.Forbidden, catalog.User.Client);
        await catalog.SendAsync(HttpMethod.Patch, path, change, HttpStatusCode.Forbidden, catalog.User.Client, ifMatch: "*");
        await catalog.SendAsync(HttpMethod.Post, $"{path}/picture", "x"u8.ToArray(), HttpStatusCode.Forbidden, catalog.User.Client);
        await catalog.GetAsync("admin/tags", HttpStatusCode.Forbidden, catalog.User.Client);
        await catalog.GetAsync($"admin/models/{Guid.CreateVersion7()}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_catalogue_has_what_the_engine_says_and_where_the_model_is()
    {
        var model = await catalog.InstallAsync(new("library/said:3b-q4") { Capabilities = ["completion", "vision"], ContextLength = 4096, Size = 3_000_000_000 });

        var engine = model.GetProperty("engine");
        Assert.Equal(("sim", "1.2B", "Q4_K_M", "Simulators", "mit"), (engine.Text("family"), engine.Text("parameterSize"), engine.Text("quantization"), engine.Text("publisher"), engine.Text("licence")));
        Assert.Equal((4096, 3_000_000_000), (engine.GetProperty("contextLength").GetInt32(), engine.GetProperty("size").GetInt64()));
        Assert.Equal(["completion", "vision", "jsonSchema"], engine.Texts("capabilities"));
        Assert.Equal(["en", "de"], engine.Texts("languages"));
        Assert.Equal((0.7, 40), (engine.GetProperty("parameters").GetProperty("temperature").GetDouble(), engine.GetProperty("parameters").GetProperty("topK").GetInt32()));
        var node = Assert.Single(model.Items("nodes"));
        Assert.Equal(("attic", true, "sha256:0f"), (node.Text("name"), node.GetProperty("reachable").GetBoolean(), node.Text("digest")));
    }

    [Fact]
    public async Task What_an_administrator_writes_goes_before_the_engine_and_is_not_overwritten_until_it_is_taken_back()
    {
        var model = await catalog.InstallAsync(new("edited:1b"));
        await catalog.EditAsync(model, new { edited = new { displayName = "The Edited One", contextLength = 1000 } });

        await catalog.InstallAsync(new("edited:1b") { ContextLength = 16384, Digest = "sha256:1e" });
        await catalog.UntilAsync($"admin/models/{model.Id()}", m => m.GetProperty("engine").GetProperty("contextLength").GetInt32() == 16384);
        var shown = await catalog.GetAsync("models/detail?name=edited:1b", client: catalog.User.Client);
        await catalog.EditAsync(model, new { edited = new { displayName = "The Edited One" } });
        var back = await catalog.GetAsync("models/detail?name=edited:1b", client: catalog.User.Client);

        Assert.Equal(("The Edited One", 1000), (shown.Text("model", "displayName"), shown.GetProperty("model").GetProperty("contextLength").GetInt32()));
        Assert.Equal(("The Edited One", 16384), (back.Text("model", "displayName"), back.GetProperty("model").GetProperty("contextLength").GetInt32()));
    }

    [Fact]
    public async Task A_change_on_what_somebody_else_changed_meanwhile_is_refused_and_changes_are_recorded()
    {
        var model = await catalog.InstallAsync(new("contested:1b"));
        var path = $"admin/models/{model.Id()}";
        var first = $"\"{model.GetProperty("version").GetInt32()}\"";

        await catalog.SendAsync(HttpMethod.Patch, path, new { featured = true }, HttpStatusCode.OK, ifMatch: first);
        var late = await catalog.SendAsync(HttpMethod.Patch, path, new { featured = false }, HttpStatusCode.PreconditionFailed, ifMatch: first);
        await catalog.SendAsync(HttpMethod.Patch, path, new { featured = false }, HttpStatusCode.PreconditionRequired);

        Assert.Equal("changed-meanwhile", late.Text("code"));
        Assert.True((await catalog.GetAsync(path)).GetProperty("featured").GetBoolean());
        var entry = Assert.Single(await catalog.AuditAsync($"action=model.changed&target={model.Id()}"));
        Assert.True(entry.GetProperty("after").GetProperty("featured").GetBoolean());
    }

    [Theory]
    [InlineData("""{"edited": {"displayName": "   "}}""")]
    [InlineData("""{"edited": {"contextLength": 0}}""")]
    [InlineData("""{"edited": {"capabilities": ["flying"]}}""")]
    [InlineData("""{"edited": {"languages": ["not a language"]}}""")]
    [InlineData("""{"edited": {"parameters": {"temperature": 99}}}""")]
    [InlineData("""{"edited": {"releasedOn": "tomorrow"}}""")]
    [InlineData("""{"name": "another"}""")]
    [InlineData("""{"edited": {"engine": {}}}""")]
    public async Task What_cannot_be_is_refused_and_nothing_is_stored(string body)
    {
        var model = await catalog.InstallAsync(new("strict:1b"));

        await catalog.SendAsync(HttpMethod.Patch, $"admin/models/{model.Id()}", JsonElement.Parse(body), HttpStatusCode.BadRequest, ifMatch: "*");

        Assert.Equal(model.GetProperty("version").GetInt32(), (await catalog.GetAsync($"admin/models/{model.Id()}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_model_that_left_its_node_is_remembered_with_what_was_written_and_comes_back()
    {
        var model = await catalog.InstallAsync(new("leaver:1b"));
        await catalog.EditAsync(model, new { edited = new { description = "It comes and goes." } });

        catalog.Node.Models = [.. catalog.Node.Models.Where(m => m.Name != "leaver:1b")];
        var gone = await catalog.UntilAsync($"admin/models/{model.Id()}", m => m.GetProperty("goneAt").ValueKind is JsonValueKind.String);
        await catalog.GetAsync("models/detail?name=leaver:1b", HttpStatusCode.NotFound, catalog.User.Client);
        var back = await catalog.InstallAsync(new("leaver:1b"));

        Assert.Empty(gone.Items("nodes"));
        Assert.Equal((model.Id(), "It comes and goes."), (back.Id(), back.Text("edited", "description")));
    }

    [Fact]
    public async Task What_a_hostile_engine_says_is_cut_and_cleaned()
    {
        var model = await catalog.InstallAsync(new("hostile:1b") { Licence = "nul\u0000 and \u001b[31m" + new string('x', 100_000) });
        await catalog.InstallAsync(new("after-the-hostile:1b"));

        var text = (await catalog.GetAsync($"models/detail?name={Uri.EscapeDataString(model.Text("name")!)}", client: catalog.User.Client)).Text("licenceText")!;

        Assert.StartsWith("nul and [31mxxx", text, StringComparison.Ordinal);
        Assert.True(text.Length <= 20_000);
    }

    [Fact]
    public async Task A_picture_is_written_anew_and_seen_by_those_who_see_the_model()
    {
        var model = await catalog.InstallAsync(new("pictured:1b"));
        var path = $"admin/models/{model.Id()}/picture";

        var set = await catalog.SendAsync(HttpMethod.Post, path, Convert.FromBase64String(WebP), HttpStatusCode.OK);
        var picture = set.GetProperty("pictureId").GetGuid();
        using var seen = await catalog.User.Client.GetAsync($"/api/v1/models/pictures/{picture}");
        var card = Assert.Single((await catalog.GetAsync("models/discover?q=pictured", client: catalog.User.Client)).Items());
        var refused = await catalog.SendAsync(HttpMethod.Post, path, "<svg onload=alert(1)>"u8.ToArray(), HttpStatusCode.BadRequest);
        var (key, _) = await catalog.User.CreateKeyAsync(new { name = "narrow", scopes = new[] { "models.use" }, models = new[] { "sim:latest" } });
        using var narrow = catalog.Host.ClientWith(key);

        Assert.Equal("image/png", seen.Content.Headers.ContentType?.MediaType);
        Assert.Equal(picture, card.GetProperty("pictureId").GetGuid());
        Assert.Equal("not-an-image", refused.Text("code"));
        await catalog.GetAsync($"models/pictures/{picture}", HttpStatusCode.NotFound, narrow);
        await catalog.SendAsync(HttpMethod.Delete, path, body: null, HttpStatusCode.NoContent);
        await catalog.GetAsync($"models/pictures/{picture}", HttpStatusCode.NotFound, catalog.User.Client);
    }

    private const string WebP = "UklGRgYBAABXRUJQVlA4WAoAAAAIAAAAHwAADwAAVlA4ICYAAACwAgCdASogABAAPpE6l0eloyIhMAgAsBIJaQAAeyAA/vjPeMAAAEVYSUa6AAAARXhpZgAASUkqAAgAAAAGABIBAwABAAAAAQAAABoBBQABAAAAVgAAABsBBQABAAAAXgAAACgBAwABAAAAAgAAABMCAwABAAAAAQAAAGmHBAABAAAAZgAAAAAAAAA4YwAA6AMAADhjAADoAwAABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAACAAAAADoAQAAQAAABAAAAAAAAAA";
}
