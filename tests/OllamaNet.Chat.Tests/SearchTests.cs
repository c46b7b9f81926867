using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Tests;

public sealed class SearchTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Titles_messages_and_notes_are_found_with_the_hit_marked()
    {
        using var ada = await fixture.SignInAsync();
        var titled = await ada.CreateConversationAsync(new { title = "Sailing to Zanzibar" });
        var other = await ada.CreateConversationAsync(new { title = "Boats" });
        await ada.AskAsync(other, "How far is it to zanzibar, by boat?");
        var question = (await ada.MessagesAsync(other))[0].GetProperty("id").GetGuid();
        var note = await NoteAsync(other, question, "ZANZIBAR is an island");

        var hits = await ada.SearchAsync("zanzibar");

        Assert.Equal(["conversation", "note", "message"], hits.Select(h => h.Text("kind")));
        Assert.Equal([titled, other, other], hits.Select(h => h.GetProperty("conversationId").GetGuid()));
        Assert.Equal((question, note), (hits[1].GetProperty("messageId").GetGuid(), hits[1].GetProperty("noteId").GetGuid()));
        Assert.Equal((question, "user", "Boats"), (hits[2].GetProperty("messageId").GetGuid(), hits[2].Text("role"), hits[2].Text("title")));
        Assert.Equal(["Zanzibar", "ZANZIBAR", "zanzibar"], hits.Select(Hit));
        Assert.Equal("How far is it to zanzibar, by boat?", string.Concat(hits[2].GetProperty("snippet").EnumerateArray().Select(p => p.Text("text"))));
    }

    [Fact]
    public async Task What_is_someone_elses_is_never_found_nor_suggested()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "Secret xylophone" });
        await ada.AskAsync(conversation, "Where is the xylophone hidden?");
        await NoteAsync(conversation, null, "The xylophone is under the stairs");

        Assert.Empty(await eve.SearchAsync("xylophone"));
        Assert.Null((await eve.GetAsync("/api/v1/search?q=xylophon3")).Text("suggestion"));
        Assert.Equal(3, (await ada.SearchAsync("xylophone")).Count);
    }

    [Fact]
    public async Task The_trash_is_not_searched_the_archive_is()
    {
        using var ada = await fixture.SignInAsync();
        var (trashed, archived) = (await ada.CreateConversationAsync(new { title = "Marmalade one" }), await ada.CreateConversationAsync(new { title = "Marmalade two" }));
        await ada.AskAsync(trashed, "marmalade");
        await ExecuteAsync($"UPDATE chat.conversations SET deleted_at = now() WHERE id = {trashed}");
        await ExecuteAsync($"UPDATE chat.conversations SET archived_at = now() WHERE id = {archived}");

        var hit = Assert.Single(await ada.SearchAsync("marmalade"));

        Assert.Equal(archived, hit.GetProperty("conversationId").GetGuid());
        Assert.True(hit.GetProperty("archived").GetBoolean());
    }

    [Theory]
    [InlineData("lis", true)]
    [InlineData("LISBON", true)]
    [InlineData("lis ", false)]
    [InlineData("trip lis", true)]
    [InlineData("lis trip", false)]
    [InlineData("tram lisbon", true)]
    [InlineData("\"to Lisbon\"", true)]
    [InlineData("\"Lisbon to\"", false)]
    [InlineData("\"lisbon tram 28\"", true)]
    [InlineData("lisbon -tram", false)]
    [InlineData("lisbon -bus", true)]
    [InlineData("lisbon -\"tram 28\"", false)]
    [InlineData("lisbon -\"28 tram\"", true)]
    [InlineData("user_name", true)]
    [InlineData("app.UseRouting()", true)]
    [InlineData("routing", false)]
    [InlineData("größe", true)]
    [InlineData("GRÖSSE", false)]
    [InlineData("里斯本", true)]
    [InlineData("斯本", true)]
    [InlineData("想去里斯本", true)]
    [InlineData("里本", false)]
    [InlineData("去", true)]
    [InlineData("\"我想\"", true)]
    [InlineData("ไทย", true)]
    [InlineData("приве", true)]
    [InlineData("हिन्दी", true)]
    public async Task Words_prefixes_phrases_and_any_language_are_found(string search, bool found)
    {
        using var ada = await fixture.SignInAsync();
        await ada.AskAsync(await ada.CreateConversationAsync(), "A trip to Lisbon: tram 28, user_name and app.UseRouting(). Größe! 我想去里斯本旅行。 ภาษาไทย привет हिन्दी");

        var hits = await ada.SearchAsync(search);

        Assert.Equal(found ? 1 : 0, hits.Count);
    }

    [Theory]
    [InlineData("folder:Travel", "lisbon porto")]
    [InlineData("folder:europe", "porto")]
    [InlineData("folder:none", "rome")]
    [InlineData("tag:\"long haul\"", "porto")]
    [InlineData("tag:sea tag:\"long haul\"", "porto")]
    [InlineData("tag:sea", "lisbon porto")]
    [InlineData("model:LLAMA", "rome")]
    [InlineData("has:note", "lisbon")]
    [InlineData("before:2020", "rome")]
    [InlineData("after:2020-01", "lisbon porto")]
    [InlineData("after:2019-12-31 before:2020-01-02", "")]
    [InlineData("city folder:travel has:note", "lisbon")]
    [InlineData("city model:llama3.2", "rome")]
    public async Task Filters_narrow_with_and_without_words(string search, string expected)
    {
        using var ada = await fixture.SignInAsync();
        var (lisbon, porto, rome) = (await ada.CreateConversationAsync(new { title = "city lisbon" }), await ada.CreateConversationAsync(new { title = "city porto" }), await ada.CreateConversationAsync(new { title = "city rome", model = "llama3.2:1b" }));
        var (travel, europe, sea, far) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await ExecuteAsync($"""
            INSERT INTO chat.folders (id, owner_id, parent_id, name, created_at, updated_at) SELECT {travel}, owner_id, NULL, 'Travel', now(), now() FROM chat.conversations WHERE id = {lisbon}
            UNION ALL SELECT {europe}, owner_id, {travel}, 'Europe', now(), now() FROM chat.conversations WHERE id = {lisbon};
            INSERT INTO chat.tags (id, owner_id, name, created_at) SELECT {sea}, owner_id, 'sea', now() FROM chat.conversations WHERE id = {lisbon}
            UNION ALL SELECT {far}, owner_id, 'Long haul', now() FROM chat.conversations WHERE id = {lisbon};
            INSERT INTO chat.conversation_tags (conversation_id, tag_id) VALUES ({lisbon}, {sea}), ({porto}, {sea}), ({porto}, {far});
            UPDATE chat.conversations SET folder_id = {travel} WHERE id = {lisbon};
            UPDATE chat.conversations SET folder_id = {europe} WHERE id = {porto};
            UPDATE chat.conversations SET updated_at = '2019-05-05Z' WHERE id = {rome};
            """);
        await NoteAsync(lisbon, null, "remember");

        var titles = (await ada.SearchAsync(search)).Select(h => h.Text("title")!.Split(' ')[1]).Order(StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(' ', titles));
    }

    [Theory]
    [InlineData("", "Write a word")]
    [InlineData("  \t ", "Write a word")]
    [InlineData("?!", "Write a word")]
    [InlineData("-tram", "Say also what to look for")]
    [InlineData("folder:", "Write a value after folder:")]
    [InlineData("folder:Nowhere", "There is no folder called \"Nowhere\"")]
    [InlineData("tag:\"not mine\"", "There is no tag called \"not mine\"")]
    [InlineData("before:yesterday", "before:yesterday is no date")]
    [InlineData("after:2026-13", "is no date")]
    [InlineData("after:2026 before:2025", "Nothing is both before")]
    [InlineData("has:image", "knows only has:note")]
    [InlineData("-tag:work tram", "cannot be excluded")]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u v w x y z", "24 words")]
    public async Task A_search_that_makes_no_sense_is_told_what_is_wrong(string search, string said)
    {
        using var ada = await fixture.SignInAsync();

        var response = await ada.Client.GetAsync($"/api/v1/search?q={Uri.EscapeDataString(search)}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(said, (await response.JsonAsync()).GetProperty("errors").GetProperty("q")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("after=xyz")]
    [InlineData("after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("after=_____________________________________________w")]
    [InlineData("after=________________________________________________________________________________")]
    public async Task A_bad_page_is_a_problem(string page)
    {
        using var ada = await fixture.SignInAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.GetAsync($"/api/v1/search?q=tram&{page}")).StatusCode);
    }

    [Theory]
    [InlineData("'; DROP TABLE chat.messages; --")]
    [InlineData("tram' & !'x")]
    [InlineData("100% _ \\ %")]
    [InlineData("\"unclosed phrase")]
    [InlineData("-- - -- tram")]
    [InlineData("tram:* | !(a) <-> \\'")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("😀 tram \u0000")]
    [InlineData("tram \ud83d")]
    public async Task Nothing_that_is_typed_breaks_the_search(string search)
    {
        using var ada = await fixture.SignInAsync();

        var response = await ada.Client.GetAsync($"/api/v1/search?q={Uri.EscapeDataString(search)}");

        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{response.StatusCode}");
    }

    [Fact]
    public async Task A_misspelt_word_is_suggested_as_the_owner_writes_it()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "Notes on kubernetes" });
        await ada.AskAsync(conversation, "Explain the ingress controller");

        Assert.Equal("kubernetes", (await ada.GetAsync("/api/v1/search?q=kubernets")).Text("suggestion"));
        Assert.Equal("kubernetes", (await ada.GetAsync("/api/v1/search?q=kubernets%20")).Text("suggestion"));
        Assert.Equal("ingress controller", (await ada.GetAsync("/api/v1/search?q=ingres%20controler")).Text("suggestion"));
        Assert.Null((await ada.GetAsync("/api/v1/search?q=ingress%20controller")).Text("suggestion"));
        Assert.Null((await ada.GetAsync("/api/v1/search?q=zzzzzzzz")).Text("suggestion"));
    }

    [Fact]
    public async Task What_was_changed_or_deleted_is_found_as_it_is_now()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "Before" });
        await ada.AskAsync(conversation, "first wording");
        var question = (await ada.MessagesAsync(conversation))[0].GetProperty("id").GetGuid();

        (await ada.Client.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { title = "Afterwards" })).EnsureSuccessStatusCode();
        await ExecuteAsync($"UPDATE chat.messages SET parts = jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'second phrasing')) WHERE id = {question}");

        Assert.Empty(await ada.SearchAsync("before"));
        Assert.Empty(await ada.SearchAsync("wording"));
        Assert.Single(await ada.SearchAsync("afterwards"));
        Assert.Single(await ada.SearchAsync("phrasing"));
        await ada.Client.DeleteAsync($"/api/v1/conversations/{conversation}");
        Assert.Empty(await ada.SearchAsync("phrasing"));
    }

    [Fact]
    public async Task Thinking_is_not_searched()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "x" });
        await ada.AskAsync(conversation, "hello");
        var question = (await ada.MessagesAsync(conversation))[0].GetProperty("id").GetGuid();
        await ExecuteAsync($"UPDATE chat.messages SET parts = jsonb_build_array(jsonb_build_object('type', 'reasoning', 'text', 'pondering'), jsonb_build_object('type', 'text', 'text', 'spoken')) WHERE id = {question}");

        Assert.Empty(await ada.SearchAsync("pondering"));
        Assert.Single(await ada.SearchAsync("spoken"));
    }

    [Fact]
    public async Task Pages_give_every_hit_once()
    {
        using var ada = await fixture.SignInAsync();
        for (var i = 0; i < 11; i++) await ada.CreateConversationAsync(new { title = $"carousel {i}" });

        List<string> seen = [];
        string? next = null;
        do
        {
            var page = await ada.GetAsync($"/api/v1/search?q=carousel&limit=4{(next is null ? "" : $"&after={next}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(h => h.Text("title")!));
            next = page.Text("next");
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"carousel {10 - i}"), seen);
    }

    [Fact]
    public async Task Words_that_follow_each_other_come_first_and_the_newer_before_the_older()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "Order" });
        await ada.AskAsync(conversation, "green apple");
        await ada.AskAsync(conversation, "an apple that is green");
        await ada.AskAsync(conversation, "apple, not green");

        var hits = await ada.SearchAsync("green apple");

        Assert.Equal(["green apple", "apple, not green", "an apple that is green"], hits.Select(h => string.Concat(h.GetProperty("snippet").EnumerateArray().Select(p => p.Text("text")))));
    }

    private static string Hit(JsonElement hit) => hit.GetProperty("snippet").EnumerateArray().Single(p => p.GetProperty("hit").GetBoolean()).Text("text")!;

    private async Task<Guid> NoteAsync(Guid conversation, Guid? message, string text)
    {
        var id = Guid.CreateVersion7();
        await ExecuteAsync($"INSERT INTO chat.notes (id, owner_id, conversation_id, message_id, text, created_at, updated_at) SELECT {id}, owner_id, id, {message}, {text}, now(), now() FROM chat.conversations WHERE id = {conversation}");
        return id;
    }

    private async Task ExecuteAsync(FormattableString sql)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ChatDb>().Database.ExecuteSqlAsync(sql);
    }
}

internal static class Searching
{
    public static async Task<List<JsonElement>> SearchAsync(this ChatUser user, string search) =>
        [.. (await user.GetAsync($"/api/v1/search?q={Uri.EscapeDataString(search)}")).GetProperty("items").EnumerateArray()];
}
