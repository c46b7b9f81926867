using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Tests;

public sealed class OrganisingTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Tags_are_made_once_whatever_the_case_renamed_and_deleted()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var urgent = await ada.CreateTagAsync("Urgent");
        var later = await ada.CreateTagAsync("later");
        var conversation = await ada.CreateConversationAsync();
        await ada.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{conversation}", new { tags = new[] { urgent, later } });

        Assert.Equal("tag-exists", (await ada.SendAsync(HttpMethod.Post, "/api/v1/tags", new { name = "URGENT" }, HttpStatusCode.Conflict)).Text("code"));
        Assert.Equal("tag-exists", (await ada.SendAsync(HttpMethod.Patch, $"/api/v1/tags/{later}", new { name = "urgent" }, HttpStatusCode.Conflict)).Text("code"));
        await eve.CreateTagAsync("urgent");
        var changed = await ada.SendAsync(HttpMethod.Patch, $"/api/v1/tags/{urgent}", new { name = "Now", colour = "red" });
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/tags/{later}", expected: HttpStatusCode.NoContent);

        Assert.Equal(("Now", "red"), (changed.Text("name"), changed.Text("colour")));
        Assert.Equal([urgent], (await ada.GetAsync("/api/v1/tags")).Items().Select(t => t.Id()));
        Assert.Equal([urgent], (await ada.ConversationAsync(conversation)).GetProperty("tags").EnumerateArray().Select(t => t.GetGuid()));
    }

    [Fact]
    public async Task The_list_is_filtered_by_tag_pin_and_archive()
    {
        using var ada = await fixture.SignInAsync();
        var tag = await ada.CreateTagAsync("t");
        var (plain, pinned, archived, tagged) = (await ada.CreateConversationAsync(), await ada.CreateConversationAsync(), await ada.CreateConversationAsync(), await ada.CreateConversationAsync());
        await ada.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{pinned}", new { pinned = true });
        await ada.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{archived}", new { archived = true, tags = new[] { tag } });
        await ada.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{tagged}", new { tags = new[] { tag, tag } });

        Assert.Equal([tagged, pinned, plain], await ada.IdsAsync("/api/v1/conversations"));
        Assert.Equal([pinned], await ada.IdsAsync("/api/v1/conversations?pinned=true"));
        Assert.Equal([tagged, plain], await ada.IdsAsync("/api/v1/conversations?pinned=false&folder=none"));
        Assert.Equal([archived], await ada.IdsAsync("/api/v1/conversations?archived=true"));
        Assert.Equal([tagged], await ada.IdsAsync($"/api/v1/conversations?tag={tag}"));
        Assert.Equal([archived], await ada.IdsAsync($"/api/v1/conversations?archived=true&tag={tag}"));
        Assert.True((await ada.ConversationAsync(archived)).GetProperty("archived").GetBoolean());
        await ada.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{archived}", new { archived = false, tags = Array.Empty<Guid>() });
        Assert.Equal([tagged], await ada.IdsAsync($"/api/v1/conversations?tag={tag}"));
        Assert.Equal(4, (await ada.IdsAsync("/api/v1/conversations")).Count);
    }

    [Fact]
    public async Task The_same_is_done_to_many_and_what_is_not_the_callers_is_left_out()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (one, two, foreign) = (await ada.CreateConversationAsync(), await ada.CreateConversationAsync(), await eve.CreateConversationAsync());
        var (folder, tag) = (await ada.CreateFolderAsync(new { name = "f" }), await ada.CreateTagAsync("t"));
        Guid[] ids = [one, two, foreign, Guid.CreateVersion7()];

        var moved = await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/move", new { ids, folderId = folder });
        var changed = await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/change", new { ids, pinned = true, archived = true, addTags = new[] { tag } });
        var untagged = await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/change", new { ids = new[] { two }, removeTags = new[] { tag } });
        var deleted = await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/delete", new { ids });
        var restored = await ada.SendAsync(HttpMethod.Post, "/api/v1/trash/restore", new { ids });

        foreach (var answer in new[] { moved, changed, deleted, restored }) Assert.Equal([one, two], answer.GetProperty("ids").EnumerateArray().Select(i => i.GetGuid()).Order());
        Assert.Equal([two], untagged.GetProperty("ids").EnumerateArray().Select(i => i.GetGuid()));
        Assert.Equal([one], await ada.IdsAsync($"/api/v1/conversations?archived=true&pinned=true&tag={tag}&folder={folder}"));
        var theirs = await eve.ConversationAsync(foreign);
        Assert.False(theirs.GetProperty("pinned").GetBoolean() || theirs.GetProperty("archived").GetBoolean());
        Assert.Null(theirs.IdOf("folderId"));
        await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/delete", new { ids = new[] { foreign } }, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/tags/{0}")]
    [InlineData("DELETE", "/api/v1/tags/{0}")]
    public async Task Someone_elses_tag_looks_absent_and_cannot_be_put_on_a_conversation(string method, string path)
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var tag = await ada.CreateTagAsync("private");
        var conversation = await eve.CreateConversationAsync();

        await eve.SendAsync(new(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, tag), method == "PATCH" ? new { name = "taken" } : null, HttpStatusCode.NotFound);
        await eve.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{conversation}", new { title = "Not kept", tags = new[] { tag } }, HttpStatusCode.BadRequest);
        await eve.SendAsync(HttpMethod.Post, "/api/v1/conversations/change", new { ids = new[] { conversation }, addTags = new[] { tag } }, HttpStatusCode.BadRequest);

        var read = await eve.ConversationAsync(conversation);
        Assert.Null(read.Text("title"));
        Assert.Empty(read.GetProperty("tags").EnumerateArray());
        Assert.Equal("private", Assert.Single((await ada.GetAsync("/api/v1/tags")).Items()).Text("name"));
    }

    [Theory]
    [InlineData("/api/v1/conversations/move", """{"ids":[],"folderId":null}""")]
    [InlineData("/api/v1/conversations/move", """{"folderId":null}""")]
    [InlineData("/api/v1/conversations/change", """{"ids":["x"]}""")]
    [InlineData("/api/v1/conversations/delete", """{}""")]
    [InlineData("/api/v1/trash/restore", """{"ids":[]}""")]
    [InlineData("/api/v1/tags", """{"name":" "}""")]
    [InlineData("/api/v1/tags", """{"name":"a","colour":"#fff"}""")]
    public async Task A_bad_body_is_a_problem(string path, string body)
    {
        using var ada = await fixture.SignInAsync();

        await ada.SendAsync(HttpMethod.Post, path, JsonDocument.Parse(body), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/api/v1/conversations/move")]
    [InlineData("/api/v1/conversations/change")]
    [InlineData("/api/v1/conversations/delete")]
    [InlineData("/api/v1/trash/restore")]
    public async Task Too_many_at_once_is_a_problem(string path)
    {
        using var ada = await fixture.SignInAsync();
        var ids = Enumerable.Range(0, 501).Select(_ => Guid.CreateVersion7());

        await ada.SendAsync(HttpMethod.Post, path, new { ids }, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/api/v1/conversations?folder=somewhere")]
    [InlineData("/api/v1/conversations?tag=x")]
    [InlineData("/api/v1/conversations?pinned=perhaps")]
    [InlineData("/api/v1/folders?after=x")]
    [InlineData("/api/v1/tags?limit=201")]
    [InlineData("/api/v1/trash?limit=0")]
    [InlineData("/api/v1/folders/0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10?contents=all", "DELETE")]
    public async Task A_bad_query_is_a_problem(string path, string method = "GET")
    {
        using var ada = await fixture.SignInAsync();

        await ada.SendAsync(new(method), path, expected: HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Every_write_tells_the_owners_browsers()
    {
        using var ada = await fixture.SignInAsync();
        var changes = fixture.Host.Services.GetRequiredService<Changes>();
        using var reader = changes.Read(ada.Id);
        async Task<IEnumerable<string>> KindsAsync() => (await reader.TakeAsync(default).WaitAsync(TimeSpan.FromSeconds(5))).Select(c => c.Kind);

        var folder = await ada.CreateFolderAsync(new { name = "f" });
        Assert.Equal(["folder"], await KindsAsync());
        var tag = await ada.CreateTagAsync("t");
        Assert.Equal(["tag"], await KindsAsync());
        var conversation = await ada.CreateConversationAsync();
        Assert.Equal(["conversation"], await KindsAsync());
        await ada.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{conversation}", new { tags = new[] { tag } });
        await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/move", new { ids = new[] { conversation }, folderId = folder });
        Assert.Equal(["conversation", "conversation"], await KindsAsync());
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/folders/{folder}", expected: HttpStatusCode.NoContent);
        Assert.Equal(["folder", "conversation"], await KindsAsync());
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{conversation}", expected: HttpStatusCode.NoContent);
        Assert.Equal(["conversation"], await KindsAsync());
        await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{conversation}/restore");
        Assert.Equal(["conversation"], await KindsAsync());
    }
}
