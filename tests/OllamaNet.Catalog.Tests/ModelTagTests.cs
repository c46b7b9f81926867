using System.Net;
using Xunit;

namespace OllamaNet.Catalog.Tests;

public sealed class ModelTagTests(CatalogHost catalog) : IClassFixture<CatalogHost>
{
    [Fact]
    public async Task A_tag_is_put_on_many_models_at_once_and_taken_off_again()
    {
        var (one, other) = (await catalog.InstallAsync(new("many-a:1b")), await catalog.InstallAsync(new("many-b:1b")));
        var tag = await catalog.CreateTagAsync("many", "teal");

        await catalog.TagAsync(tag, one, other);
        var both = await catalog.NamesAsync("tag=MANY");
        await catalog.SendAsync(HttpMethod.Post, "admin/tags/assign", new { models = new[] { one.Id() }, remove = new[] { tag } }, HttpStatusCode.NoContent);

        Assert.Equal(["many-a:1b", "many-b:1b"], both.Order(StringComparer.Ordinal));
        Assert.Equal(["many-b:1b"], await catalog.NamesAsync("tag=many"));
        Assert.Equal(1, (await TagAsync("many")).GetProperty("models").GetInt32());
    }

    [Fact]
    public async Task A_name_exists_once_whatever_its_case()
    {
        await catalog.CreateTagAsync("Unique");
        var other = await catalog.CreateTagAsync("other unique");

        var made = await catalog.SendAsync(HttpMethod.Post, "admin/tags", new { name = " uNIQUE " }, HttpStatusCode.Conflict);
        var renamed = await catalog.SendAsync(HttpMethod.Patch, $"admin/tags/{other}", new { name = "UNIQUE" }, HttpStatusCode.Conflict);

        Assert.Equal(("model-tag-exists", "model-tag-exists"), (made.Text("code"), renamed.Text("code")));
    }

    [Fact]
    public async Task A_renamed_tag_is_found_by_its_new_name_at_once()
    {
        var model = await catalog.InstallAsync(new("renamed:1b"));
        var tag = await catalog.CreateTagAsync("oldword");
        await catalog.TagAsync(tag, model);
        Assert.Equal(["renamed:1b"], await catalog.NamesAsync("q=oldword"));

        await catalog.SendAsync(HttpMethod.Patch, $"admin/tags/{tag}", new { name = "newword", colour = "red" }, HttpStatusCode.OK);

        Assert.Equal(["renamed:1b"], await catalog.NamesAsync("q=newword"));
        Assert.Equal(["renamed:1b"], await catalog.NamesAsync("tag=newword"));
        Assert.Empty(await catalog.NamesAsync("tag=oldword"));
    }

    [Fact]
    public async Task Merging_gives_the_models_of_both_to_the_one_that_stays()
    {
        var (one, both) = (await catalog.InstallAsync(new("merge-a:1b")), await catalog.InstallAsync(new("merge-b:1b")));
        var (gone, stays) = (await catalog.CreateTagAsync("merge gone"), await catalog.CreateTagAsync("merge stays"));
        await catalog.TagAsync(gone, one, both);
        await catalog.TagAsync(stays, both);

        var merged = await catalog.SendAsync(HttpMethod.Post, $"admin/tags/{gone}/merge", new { into = stays }, HttpStatusCode.OK);

        Assert.Equal(("merge stays", 2), (merged.Text("name"), merged.GetProperty("models").GetInt32()));
        Assert.Empty(await catalog.NamesAsync("tag=merge gone"));
        Assert.Equal("merge stays", Assert.Single(await catalog.AuditAsync($"action=model-tag.merged&target={gone}")).Text("after", "into"));
        await catalog.SendAsync(HttpMethod.Post, $"admin/tags/{stays}/merge", new { into = stays }, HttpStatusCode.BadRequest);
        await catalog.SendAsync(HttpMethod.Post, $"admin/tags/{stays}/merge", new { into = gone }, HttpStatusCode.BadRequest);
        await catalog.SendAsync(HttpMethod.Post, $"admin/tags/{gone}/merge", new { into = stays }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_deleted_tag_leaves_its_models()
    {
        var model = await catalog.InstallAsync(new("untagged:1b"));
        var tag = await catalog.CreateTagAsync("short-lived");
        await catalog.TagAsync(tag, model);

        await catalog.SendAsync(HttpMethod.Delete, $"admin/tags/{tag}", body: null, HttpStatusCode.NoContent);

        Assert.Empty((await catalog.GetAsync($"admin/models/{model.Id()}")).Items("tags"));
        Assert.Single(await catalog.AuditAsync($"action=model-tag.deleted&target={tag}"));
        await catalog.SendAsync(HttpMethod.Delete, $"admin/tags/{tag}", body: null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_no_model_or_no_tag_is_refused_as_a_whole()
    {
        var model = await catalog.InstallAsync(new("whole:1b"));
        var tag = await catalog.CreateTagAsync("whole");

        foreach (var body in new object[]
        {
            new { models = new[] { model.Id(), Guid.CreateVersion7() }, add = new[] { tag } },
            new { models = new[] { model.Id() }, add = new[] { tag, Guid.CreateVersion7() } },
            new { models = new[] { model.Id() }, add = new[] { tag }, remove = new[] { tag } },
            new { models = new[] { model.Id() } },
            new { models = Array.Empty<Guid>(), add = new[] { tag } },
        })
        {
            await catalog.SendAsync(HttpMethod.Post, "admin/tags/assign", body, HttpStatusCode.BadRequest);
        }

        Assert.Equal(0, (await TagAsync("whole")).GetProperty("models").GetInt32());
        await catalog.SendAsync(HttpMethod.Post, "admin/tags", new { name = "painted", colour = "#ff0000" }, HttpStatusCode.BadRequest);
    }

    private async Task<System.Text.Json.JsonElement> TagAsync(string name) => (await catalog.GetAsync("admin/tags")).Items().Single(t => t.Text("name") == name);
}
