using System.Net;
using System.Text.Json;
using Npgsql;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace OllamaNet.Catalog.Tests;

public sealed class DiscoveryTests(CatalogHost catalog) : IClassFixture<CatalogHost>
{
    [Theory]
    [InlineData("codewriter")]
    [InlineData("Codewr")]
    [InlineData("codewirter")]
    [InlineData("cdewriter")]
    [InlineData("programs clever")]
    [InlineData("Turing%20Works")]
    [InlineData("refactoring")]
    public async Task A_model_is_found_by_its_words_and_by_misspelt_ones(string text)
    {
        var model = await catalog.InstallAsync(new("codewriter:7b"));
        if (model.GetProperty("edited").TryGetProperty("publisher", out var publisher) && publisher.ValueKind is JsonValueKind.Null)
        {
            await catalog.EditAsync(model, new { edited = new { description = "Writes clever programs.", publisher = "Turing Works" } });
            await catalog.TagAsync(await catalog.CreateTagAsync("refactoring"), model);
        }

        Assert.Contains("codewriter:7b", await catalog.NamesAsync($"q={text}"));
    }

    [Fact]
    public async Task Wildcards_in_what_is_searched_are_no_wildcards()
    {
        await catalog.InstallAsync(new("plain:1b"));

        Assert.Empty(await catalog.NamesAsync("q=" + Uri.EscapeDataString("zz%zz_zz")));
        Assert.Contains("plain:1b", await catalog.NamesAsync("q=%25"));
    }

    [Fact]
    public async Task Facets_count_what_each_further_choice_would_leave()
    {
        var tag = await catalog.CreateTagAsync("facets", "blue");
        await catalog.TagAsync(
            tag,
            await catalog.InstallAsync(new("facet-a:1b") { Capabilities = ["completion", "vision"], Size = 2_000_000_000, ContextLength = 8192 }),
            await catalog.InstallAsync(new("facet-b:1b") { Capabilities = ["completion"], Size = 20_000_000_000, ContextLength = 131072 }),
            await catalog.InstallAsync(new("facet-c:1b") { Capabilities = ["embedding"], Size = 1_000_000_000, ContextLength = 2048 }));

        var all = await catalog.GetAsync("models/discover?tag=facets", client: catalog.User.Client);
        var small = await catalog.GetAsync("models/discover?tag=facets&size=small", client: catalog.User.Client);
        var long32 = await catalog.NamesAsync("tag=facets&context=32768");
        var seeing = await catalog.NamesAsync("tag=facets&capability=completion&capability=vision");
        var either = await catalog.NamesAsync("tag=facets&size=small&size=large");

        Assert.Equal(3, all.GetProperty("total").GetInt32());
        Assert.Equal([("small", 2), ("large", 1)], Counts(all, "sizes"));
        Assert.Equal([("8192", 2), ("32768", 1), ("131072", 1)], Counts(all, "contexts"));
        Assert.Contains(("completion", 2), Counts(all, "capabilities"));
        Assert.Equal("blue", all.GetProperty("facets").Items("tags").Single(t => t.Text("value") == "facets").Text("colour"));
        Assert.Equal([("small", 2), ("large", 1)], Counts(small, "sizes"));
        Assert.Equal([("completion", 1), ("embedding", 1), ("jsonSchema", 1), ("vision", 1)], Counts(small, "capabilities"));
        Assert.Equal(["facet-b:1b"], long32);
        Assert.Equal(["facet-a:1b"], seeing);
        Assert.Equal(3, either.Length);
    }

    [Theory]
    [InlineData("small", "sorted-c:1b,sorted-a:1b,sorted-b:1b")]
    [InlineData("name", "sorted-a:1b,sorted-b:1b,sorted-c:1b")]
    [InlineData("new", "sorted-c:1b,sorted-b:1b,sorted-a:1b")]
    public async Task The_order_is_as_asked_and_pages_are_without_gap_or_double(string sort, string expected)
    {
        var tag = (await catalog.GetAsync("admin/tags")).Items().FirstOrDefault(t => t.Text("name") == "sorted");
        if (tag.ValueKind is JsonValueKind.Undefined)
        {
            var id = await catalog.CreateTagAsync("sorted");
            foreach (var (name, size) in new[] { ("sorted-a:1b", 200L), ("sorted-b:1b", 300L), ("sorted-c:1b", 100L) }) await catalog.TagAsync(id, await catalog.InstallAsync(new(name) { Size = size }));
        }

        List<string> names = [];
        string? after = null;
        do
        {
            var page = await catalog.GetAsync($"models/discover?tag=sorted&sort={sort}&limit=1{(after is null ? "" : $"&after={after}")}", client: catalog.User.Client);
            names.AddRange(page.Items().Select(m => m.Text("name")!));
            after = page.Text("next");
        }
        while (after is not null && names.Count < 10);

        Assert.Equal(expected, string.Join(',', names));
    }

    [Fact]
    public async Task What_was_asked_more_often_and_answered_faster_comes_first()
    {
        var tag = await catalog.CreateTagAsync("measured");
        await catalog.TagAsync(tag, await catalog.InstallAsync(new("measured-idle:1b")), await catalog.InstallAsync(new("measured-busy:1b")), await catalog.InstallAsync(new("measured-fast:1b")));
        await using (var usage = catalog.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            """
            INSERT INTO inference.usage_hours SELECT date_trunc('hour', now()), $1, $1, m, 'attic', 0, n, 0, 10, t, n, 0, 1000 FROM (VALUES ('measured-busy:1b', 9, 50), ('measured-fast:1b', 2, 500)) AS v(m, n, t)
            """))
        {
            usage.Parameters.Add(new() { Value = Guid.Empty });
            await usage.ExecuteNonQueryAsync();
        }

        // Figures are a minute old at most; whoever reads them first here reads these.
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(catalog.Host.SettingsToShare(), StringComparer.Ordinal).Concat(catalog.Node.AsNode(name: "attic")).ToDictionary(StringComparer.Ordinal));
        using var user = await host.LogInAsync(catalog.User.UserName);

        Assert.Equal(["measured-busy:1b", "measured-fast:1b", "measured-idle:1b"], await catalog.NamesAsync("tag=measured", user.Client));
        Assert.Equal(["measured-fast:1b", "measured-busy:1b", "measured-idle:1b"], await catalog.NamesAsync("tag=measured&sort=fast", user.Client));
    }

    [Fact]
    public async Task The_detail_has_texts_versions_relatives_and_nodes_for_administrators_alone()
    {
        var tag = await catalog.CreateTagAsync("kin");
        await catalog.TagAsync(tag, await catalog.InstallAsync(new("kin:1b")), await catalog.InstallAsync(new("cousin:1b")));
        await catalog.InstallAsync(new("kin:7b") { Size = 5_000_000_000 });

        var seen = await catalog.GetAsync("models/detail?name=kin:1b", client: catalog.User.Client);
        var managed = await catalog.GetAsync("models/detail?name=kin:1b");

        Assert.Equal(("You may do with it what you like.", "{{ .Prompt }}"), (seen.Text("licenceText"), seen.Text("template")));
        Assert.Equal(["kin:1b", "kin:7b"], seen.Items("versions").Select(v => v.Text("name")));
        Assert.Equal("cousin:1b", seen.Items("related")[0].Text("name"));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("nodes").ValueKind);
        Assert.Equal("attic", managed.Items("nodes")[0].Text("name"));
    }

    [Fact]
    public async Task What_somebody_may_not_use_is_not_there_even_after_somebody_else_looked()
    {
        await catalog.InstallAsync(new("secretive:1b"));
        await catalog.InstallAsync(new("allowed:1b"));
        var (key, _) = await catalog.User.CreateKeyAsync(new { name = "narrow", scopes = new[] { "models.use" }, models = new[] { "allowed:1b" } });
        using var narrow = catalog.Host.ClientWith(key);

        Assert.Contains("secretive:1b", await catalog.NamesAsync("q=secretive"));
        Assert.Empty(await catalog.NamesAsync("q=secretive", narrow));
        Assert.Equal(["allowed:1b"], await catalog.NamesAsync("", narrow));
        await catalog.GetAsync("models/detail?name=secretive:1b", HttpStatusCode.NotFound, narrow);

        await catalog.SendAsync(HttpMethod.Put, "admin/model-policies", new { model = "secretive:1b", hidden = true }, HttpStatusCode.OK);
        Assert.Empty(await catalog.NamesAsync("q=secretive"));
        await catalog.GetAsync("models/detail?name=secretive:1b", HttpStatusCode.NotFound, catalog.User.Client);
        Assert.Single((await catalog.GetAsync("admin/models?text=secretive")).Items());
    }

    [Fact]
    public async Task Only_who_may_use_models_looks_through_them_unless_the_setting_opens_it_to_all()
    {
        await catalog.InstallAsync(new("public:1b"));
        await catalog.GetAsync("models/discover", HttpStatusCode.Unauthorized, catalog.Host.Client);
        await catalog.GetAsync("models/detail?name=public:1b", HttpStatusCode.Unauthorized, catalog.Host.Client);
        var (key, _) = await catalog.User.CreateKeyAsync(new { name = "other", scopes = new[] { "conversations.use" } });
        using var other = catalog.Host.ClientWith(key);

        await catalog.SendAsync(HttpMethod.Patch, "admin/settings", new Dictionary<string, object?> { ["Catalog:PublicDiscovery"] = true }, HttpStatusCode.OK, ifMatch: "*");
        var found = await catalog.GetAsync("models/discover?q=public", client: catalog.Host.Client);
        await catalog.GetAsync("models/discover", HttpStatusCode.Forbidden, other);
        await catalog.GetAsync("models", HttpStatusCode.Unauthorized, catalog.Host.Client);
        await catalog.SendAsync(HttpMethod.Patch, "admin/settings", new Dictionary<string, object?> { ["Catalog:PublicDiscovery"] = null }, HttpStatusCode.OK, ifMatch: "*");

        Assert.Equal(JsonValueKind.Null, Assert.Single(found.Items()).GetProperty("requests").ValueKind);
        await catalog.GetAsync("models/discover", HttpStatusCode.Unauthorized, catalog.Host.Client);
    }

    [Fact]
    public async Task Everybody_is_told_of_a_new_model_and_finds_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        using var events = await catalog.User.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await LineAsync("everything");

        catalog.Node.Models = [.. catalog.Node.Models, new("newcomer:1b")];
        await LineAsync("models");

        Assert.Contains("newcomer:1b", await catalog.NamesAsync("q=newcomer"));
        catalog.Node.Models = [.. catalog.Node.Models.Where(m => m.Name != "newcomer:1b")];
        await LineAsync("models");
        Assert.Empty(await catalog.NamesAsync("q=newcomer"));

        async Task LineAsync(string kind)
        {
            while (await reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.Contains($"\"{kind}\"", StringComparison.Ordinal)) return;
            }
        }
    }

    [Theory]
    [InlineData("sort=best")]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("after=nonsense")]
    [InlineData("after=")]
    [InlineData("context=-1")]
    [InlineData("featured=maybe")]
    public async Task What_cannot_be_asked_is_a_clear_error(string query) => await catalog.GetAsync($"models/discover?{query}", HttpStatusCode.BadRequest, catalog.User.Client);

    private static (string, int)[] Counts(JsonElement findings, string facet) =>
        [.. findings.GetProperty("facets").Items(facet).Select(f => (f.Text("value")!, f.GetProperty("count").GetInt32()))];
}
