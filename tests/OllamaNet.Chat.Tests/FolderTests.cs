using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

public sealed class FolderTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Folders_nest_and_hold_conversations()
    {
        using var ada = await fixture.SignInAsync();
        var travel = await ada.CreateFolderAsync(new { name = " Travel ", colour = "teal", icon = "plane", systemPrompt = "Be short." });
        var lisbon = await ada.CreateFolderAsync(new { name = "Lisbon", parentId = travel });
        var inside = await ada.CreateConversationAsync(new { title = "inside", folderId = lisbon });
        var outside = await ada.CreateConversationAsync(new { title = "outside" });

        var listed = (await ada.GetAsync("/api/v1/folders")).Items();
        var read = await ada.GetAsync($"/api/v1/folders/{travel}");

        Assert.Equal([(travel, (Guid?)null), (lisbon, travel)], listed.Select(f => (f.Id(), f.IdOf("parentId"))));
        Assert.Equal(("Travel", "teal", "plane", "Be short."), (read.Text("name"), read.Text("colour"), read.Text("icon"), read.Text("systemPrompt")));
        Assert.Equal([inside], await ada.IdsAsync($"/api/v1/conversations?folder={lisbon}"));
        Assert.Equal([outside], await ada.IdsAsync("/api/v1/conversations?folder=none"));
        Assert.Equal(lisbon, (await ada.ConversationAsync(inside)).IdOf("folderId"));
    }

    [Fact]
    public async Task A_change_leaves_what_it_does_not_name_and_a_null_takes_away()
    {
        using var ada = await fixture.SignInAsync();
        var folder = await ada.CreateFolderAsync(new { name = "Work", colour = "red", icon = "code", systemPrompt = "In French." });

        var recoloured = await ada.SendAsync(HttpMethod.Patch, $"/api/v1/folders/{folder}", new { colour = "blue" });
        var cleared = await ada.SendAsync(HttpMethod.Patch, $"/api/v1/folders/{folder}", new Dictionary<string, object?> { ["colour"] = null, ["systemPrompt"] = null });

        Assert.Equal(("Work", "blue", "code", "In French."), (recoloured.Text("name"), recoloured.Text("colour"), recoloured.Text("icon"), recoloured.Text("systemPrompt")));
        Assert.Equal(("Work", null, "code", null), (cleared.Text("name"), cleared.Text("colour"), cleared.Text("icon"), cleared.Text("systemPrompt")));
    }

    [Fact]
    public async Task A_folder_never_goes_into_itself_or_below()
    {
        using var ada = await fixture.SignInAsync();
        var one = await ada.CreateFolderAsync(new { name = "1" });
        var two = await ada.CreateFolderAsync(new { name = "2", parentId = one });
        var three = await ada.CreateFolderAsync(new { name = "3", parentId = two });

        Assert.Equal("folder-cycle", (await ada.SendAsync(HttpMethod.Post, $"/api/v1/folders/{one}/move", new { parentId = one }, HttpStatusCode.Conflict)).Text("code"));
        Assert.Equal("folder-cycle", (await ada.SendAsync(HttpMethod.Post, $"/api/v1/folders/{one}/move", new { parentId = three }, HttpStatusCode.Conflict)).Text("code"));
        Assert.Null((await ada.SendAsync(HttpMethod.Post, $"/api/v1/folders/{three}/move", new { parentId = (Guid?)null })).IdOf("parentId"));
        Assert.Equal(three, (await ada.SendAsync(HttpMethod.Post, $"/api/v1/folders/{one}/move", new { parentId = three })).IdOf("parentId"));
    }

    [Fact]
    public async Task Moves_at_the_same_time_make_no_circle()
    {
        using var ada = await fixture.SignInAsync();
        for (var round = 0; round < 10; round++)
        {
            var (one, two) = (await ada.CreateFolderAsync(new { name = "1" }), await ada.CreateFolderAsync(new { name = "2" }));

            var moves = await Task.WhenAll(
                ada.Client.PostAsJsonAsync($"/api/v1/folders/{one}/move", new { parentId = two }), ada.Client.PostAsJsonAsync($"/api/v1/folders/{two}/move", new { parentId = one }));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], moves.Select(m => m.StatusCode).Order());
        }
    }

    [Fact]
    public async Task Deleting_a_folder_moves_what_is_in_it_one_level_up()
    {
        using var ada = await fixture.SignInAsync();
        var above = await ada.CreateFolderAsync(new { name = "above" });
        var gone = await ada.CreateFolderAsync(new { name = "gone", parentId = above });
        var below = await ada.CreateFolderAsync(new { name = "below", parentId = gone });
        var conversation = await ada.CreateConversationAsync(new { folderId = gone });

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/folders/{gone}", expected: HttpStatusCode.NoContent);

        Assert.Equal(above, (await ada.GetAsync($"/api/v1/folders/{below}")).IdOf("parentId"));
        Assert.Equal(above, (await ada.ConversationAsync(conversation)).IdOf("folderId"));
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync($"/api/v1/folders/{gone}")).StatusCode);
    }

    [Fact]
    public async Task Deleting_a_folder_with_its_contents_puts_every_conversation_below_into_the_trash()
    {
        using var ada = await fixture.SignInAsync();
        var gone = await ada.CreateFolderAsync(new { name = "gone" });
        var below = await ada.CreateFolderAsync(new { name = "below", parentId = gone });
        var deep = await ada.CreateConversationAsync(new { folderId = below });
        var other = await ada.CreateConversationAsync();

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/folders/{gone}?contents=delete", expected: HttpStatusCode.NoContent);

        Assert.Empty((await ada.GetAsync("/api/v1/folders")).Items());
        Assert.Equal([other], await ada.IdsAsync("/api/v1/conversations"));
        Assert.Equal([deep], await ada.IdsAsync("/api/v1/trash"));
        Assert.Null((await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{deep}/restore")).IdOf("folderId"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/folders/{0}")]
    [InlineData("PATCH", "/api/v1/folders/{0}")]
    [InlineData("POST", "/api/v1/folders/{0}/move")]
    [InlineData("DELETE", "/api/v1/folders/{0}")]
    [InlineData("DELETE", "/api/v1/folders/{0}?contents=delete")]
    public async Task Someone_elses_folder_looks_absent(string method, string path)
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var folder = await ada.CreateFolderAsync(new { name = "private" });
        var conversation = await ada.CreateConversationAsync(new { folderId = folder });
        object? body = method switch { "PATCH" => new { name = "Taken" }, "POST" => new { parentId = (Guid?)null }, _ => null };

        async Task<string?> TryAsync(Guid id) => (await eve.SendAsync(new(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id), body, HttpStatusCode.NotFound)).Text("code");

        Assert.Equal("folder-not-found", await TryAsync(folder));
        Assert.Equal("folder-not-found", await TryAsync(Guid.CreateVersion7()));
        Assert.Equal("private", (await ada.GetAsync($"/api/v1/folders/{folder}")).Text("name"));
        Assert.Equal(folder, (await ada.ConversationAsync(conversation)).IdOf("folderId"));
        Assert.Empty((await eve.GetAsync("/api/v1/folders")).Items());
        Assert.Empty(await eve.IdsAsync($"/api/v1/conversations?folder={folder}"));
    }

    [Fact]
    public async Task Someone_elses_folder_takes_nothing_in()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var theirs = await ada.CreateFolderAsync(new { name = "theirs" });
        var own = await eve.CreateFolderAsync(new { name = "own" });
        var conversation = await eve.CreateConversationAsync();

        await eve.SendAsync(HttpMethod.Post, $"/api/v1/folders/{own}/move", new { parentId = theirs }, HttpStatusCode.BadRequest);
        await eve.SendAsync(HttpMethod.Post, "/api/v1/folders", new { name = "below", parentId = theirs }, HttpStatusCode.BadRequest);
        await eve.SendAsync(HttpMethod.Post, "/api/v1/conversations", new { folderId = theirs }, HttpStatusCode.BadRequest);
        await eve.SendAsync(HttpMethod.Post, "/api/v1/conversations/move", new { ids = new[] { conversation }, folderId = theirs }, HttpStatusCode.BadRequest);

        Assert.Null((await eve.ConversationAsync(conversation)).IdOf("folderId"));
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"   "}""")]
    [InlineData("""{}""")]
    [InlineData("""{"name":"a","colour":"chartreuse"}""")]
    [InlineData("""{"name":"a","icon":"<svg>"}""")]
    [InlineData("""{"name":"a","ownerId":"0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"}""")]
    [InlineData("""{"name":"a","presetId":"0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"}""")]
    public async Task A_bad_folder_is_a_problem(string body)
    {
        using var ada = await fixture.SignInAsync();

        await ada.SendAsync(HttpMethod.Post, "/api/v1/folders", JsonDocument.Parse(body), HttpStatusCode.BadRequest);
        await ada.SendAsync(HttpMethod.Post, "/api/v1/folders", new { name = new string('n', 101) }, HttpStatusCode.BadRequest);
        await ada.SendAsync(HttpMethod.Post, "/api/v1/folders", new { name = "n", systemPrompt = new string('s', 32_001) }, HttpStatusCode.BadRequest);

        Assert.Empty((await ada.GetAsync("/api/v1/folders")).Items());
    }
}
