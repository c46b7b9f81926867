using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Transfers;
using OllamaNet.Chat.Transfers.Imports;

namespace OllamaNet.Chat.Tests;

public sealed class ImportTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const string ChatGpt = """
        [{"title":"Trip \ud83c to Lisbon","create_time":1700000000.5,"update_time":1700000500,"conversation_id":"c-1","is_archived":false,"current_node":"n5","mapping":{
          "root":{"id":"root","message":null,"parent":null,"children":["sys"]},
          "sys":{"id":"sys","message":{"author":{"role":"system"},"content":{"content_type":"text","parts":[""]},"metadata":{"is_visually_hidden_from_conversation":true}},"parent":"root","children":["n1"]},
          "n1":{"id":"n1","message":{"author":{"role":"user"},"create_time":1700000001,"content":{"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer","asset_pointer":"file-service://x"},"Where is this?"]},"recipient":"all"},"parent":"sys","children":["t1","n3"]},
          "t1":{"id":"t1","message":{"author":{"role":"assistant"},"content":{"content_type":"thoughts","thoughts":[{"summary":"Looking","content":"I look closely."}]}},"parent":"n1","children":["t2"]},
          "t2":{"id":"t2","message":{"author":{"role":"assistant"},"content":{"content_type":"reasoning_recap","content":"Thought for 2s"}},"parent":"t1","children":["tool"]},
          "tool":{"id":"tool","message":{"author":{"role":"tool","name":"browser"},"content":{"content_type":"execution_output","text":"…"}},"parent":"t2","children":["n2"]},
          "n2":{"id":"n2","message":{"author":{"role":"assistant"},"create_time":1700000010,"content":{"content_type":"text","parts":["In Lisbon."]},"recipient":"all","metadata":{"model_slug":"gpt-5"}},"parent":"tool","children":["n4"]},
          "n3":{"id":"n3","message":{"author":{"role":"assistant"},"content":{"content_type":"text","parts":["In Porto."]},"metadata":{"model_slug":"gpt-4"}},"parent":"n1","children":[]},
          "n4":{"id":"n4","message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["Sure?\u0000"]}},"parent":"n2","children":["n5"]},
          "n5":{"id":"n5","message":{"author":{"role":"assistant"},"content":{"content_type":"text","parts":["Yes."]},"metadata":{}},"parent":"n4","children":[]}}},
         {"title":"Nothing in it","conversation_id":"c-2","mapping":{"r":{"id":"r","message":null,"parent":null}}},
         {"something":"else"}]
        """;

    private const string OpenWebUi = """
        [{"id":"3f1c","user_id":"u","title":"Cooking","created_at":1700000000,"updated_at":1700000600,"archived":true,"pinned":true,"meta":{"tags":["food","home"]},"chat":{"title":"Cooking","models":["llama3.2:3b"],"params":{"system":"You cook."},"timestamp":1700000000123,
          "history":{"currentId":"d","messages":{
            "a":{"id":"a","parentId":null,"childrenIds":["b","c"],"role":"user","content":"Soup?","timestamp":1700000001,"files":[{"type":"image","url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAAC0lEQVR4AWNgAAEAAAYAAcrZZJEAAAAASUVORK5CYII="},{"type":"file","id":"f1","url":"f1"}]},
            "b":{"id":"b","parentId":"a","childrenIds":[],"role":"assistant","model":"llama3.2:3b","content":"Leek.","timestamp":1700000002},
            "c":{"id":"c","parentId":"a","childrenIds":["d"],"role":"assistant","model":"qwen3","content":"<details type=\"reasoning\" done=\"true\" duration=\"3\">\n<summary>Thought for 3 seconds</summary>\n&gt; Which &amp; why\n&gt; so\n</details>\nOnion.","timestamp":1700000003},
            "d":{"id":"d","parentId":"c","childrenIds":[],"role":"user","content":"Thanks","timestamp":1700000004}}},"messages":[]}}]
        """;

    [Fact]
    public async Task ChatGPTs_tree_is_taken_with_its_branches()
    {
        using var ada = await fixture.SignInAsync();

        var import = await ada.ImportAsync(ChatGpt);

        var id = Assert.Single(await ada.IdsAsync("/api/v1/conversations"));
        var messages = await ada.MessagesAsync(id);
        Assert.Equal("chatgpt", import.GetProperty("report").Text("source"));
        Assert.Equal("Trip \ufffd to Lisbon", (await ada.ConversationAsync(id)).Text("title"));
        Assert.Equal(["Where is this?", "In Lisbon.", "Sure?", "Yes."], messages.Select(m => m.PlainText()));
        Assert.Equal(["user", "assistant", "user", "assistant"], messages.Select(m => m.Text("role")));
        Assert.Equal("I look closely.", messages[1].GetProperty("parts")[0].Text("text"));
        Assert.Equal(("gpt-5", 1700000010), (messages[1].Text("model"), messages[1].GetProperty("createdAt").GetDateTimeOffset().ToUnixTimeSeconds()));
        Assert.Equal((3, 1, 5), (import.Count("found"), import.Count("imported"), import.Count("messages")));
        Assert.Equal((1, 1, 1, 1), (import.Count("skipped", "empty"), import.Count("skipped", "unknown-form"), import.Count("lost", "attachment"), import.Count("lost", "message")));
    }

    [Fact]
    public async Task The_archive_as_ChatGPT_sends_it_is_taken_too()
    {
        using var ada = await fixture.SignInAsync();

        var import = await ada.ImportAsync(Zip(("user.json", "{}"), ("chat.html", "<html>"), ("conversations.json", ChatGpt), ("file-x.png", "…")));

        Assert.Equal(("done", 1), (import.Text("state"), import.Count("imported")));
    }

    [Fact]
    public async Task Open_WebUIs_chats_are_taken()
    {
        using var ada = await fixture.SignInAsync();

        var import = await ada.ImportAsync(OpenWebUi);

        var conversation = Assert.Single((await ada.GetAsync("/api/v1/conversations?archived=true")).Items());
        var messages = await ada.MessagesAsync(conversation.Id());
        Assert.Equal("open-webui", import.GetProperty("report").Text("source"));
        Assert.Equal(["Soup?", "Onion.", "Thanks"], messages.Select(m => m.PlainText()));
        Assert.Equal("Which & why\nso", messages[1].GetProperty("parts")[0].Text("text"));
        Assert.Equal("file", messages[0].GetProperty("parts")[1].Text("type"));
        Assert.Equal((2, 1, 2), (conversation.GetProperty("tags").GetArrayLength(), import.Count("lost", "attachment"), import.Count("tags")));
        Assert.True(conversation.GetProperty("pinned").GetBoolean());
    }

    [Theory]
    [InlineData(ChatGpt), InlineData(OpenWebUi)]
    public async Task The_second_time_everything_is_a_duplicate_unless_copies_are_wanted(string file)
    {
        using var ada = await fixture.SignInAsync();
        await ada.ImportAsync(file);

        var again = await ada.ImportAsync(file);
        var copies = await ada.ImportAsync(file, "?duplicates=copy");

        Assert.Equal((0, 1), (again.Count("imported"), again.Count("skipped", "duplicate")));
        Assert.Equal((1, 0), (copies.Count("imported"), copies.Count("skipped", "duplicate")));
    }

    [Fact]
    public async Task An_own_export_imported_where_it_came_from_changes_nothing()
    {
        using var ada = await fixture.SignInAsync();
        await fixture.ConversedAsync(ada, "Where is Lisbon?", "In Portugal.");

        var import = await ada.ImportAsync(await ada.ExportAsync("json"));

        Assert.Equal((1, 0, 1), (import.Count("found"), import.Count("imported"), import.Count("skipped", "duplicate")));
        Assert.Single(await ada.IdsAsync("/api/v1/conversations"));
    }

    [Fact]
    public async Task Ids_in_a_file_reach_nothing_of_anybody()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Mine", "Yours?");
        var folder = await ada.CreateFolderAsync(new { name = "Private" });
        var file = $$"""
            {"format":"ollamanet","version":1,"folders":[{"id":"{{folder}}","parentId":"{{Guid.CreateVersion7()}}","name":"stolen"}],"conversations":[{"id":"{{conversation}}","ownerId":"x","title":"Mine now","folderId":"{{folder}}","presetId":"{{folder}}","tags":["{{folder}}"],"activeLeafId":"{{answer}}",
             "messages":[{"id":"{{answer}}","role":"assistant","parts":[{"type":"text","text":"changed"},{"type":"file","attachmentId":"{{conversation}}","name":"x"},{"type":"file","url":"https://evil.example/x.png"},{"type":"nonsense"}],"attachments":["{{conversation}}"]},
                         {"id":"{{Guid.CreateVersion7()}}","parentId":"{{Guid.CreateVersion7()}}","role":"user","parts":[]}],
             "notes":[{"messageId":"{{Guid.CreateVersion7()}}","text":"n"}],"feedback":[{"messageId":"{{answer}}","model":"m","rating":5}]}]}
            """;

        var import = await eve.ImportAsync(file);

        var copy = Assert.Single((await eve.GetAsync("/api/v1/conversations")).Items());
        Assert.NotEqual(conversation, copy.Id());
        Assert.Equal((null, 0), (copy.IdOf("folderId"), copy.GetProperty("tags").GetArrayLength()));
        Assert.Equal(["changed"], (await eve.MessagesAsync(copy.Id())).Select(m => m.PlainText()));
        Assert.Equal(1, (await eve.MessagesAsync(copy.Id()))[0].GetProperty("parts").GetArrayLength());
        Assert.Equal(["Mine", "Yours?"], (await ada.MessagesAsync(conversation)).Select(m => m.PlainText()));
        Assert.Equal((3, 1, 1, 1, 1), (import.Count("lost", "attachment"), import.Count("lost", "outside-tree"), import.Count("lost", "note"), import.Count("lost", "feedback"), import.Count("lost", "folder")));
    }

    [Fact]
    public async Task One_conversation_that_cannot_be_read_does_not_stop_the_others()
    {
        using var ada = await fixture.SignInAsync();
        var good = """{"id":"0199f3a2-0000-7000-8000-00000000000a","title":"Good","messages":[{"id":"0199f3a2-0000-7000-8000-000000000001","role":"user","parts":[{"type":"text","text":"Hi"}]}]}""";
        var circle = """{"id":"0199f3a2-0000-7000-8000-00000000000b","title":"Circle","messages":[{"id":"0199f3a2-0000-7000-8000-000000000001","parentId":"0199f3a2-0000-7000-8000-000000000002","role":"user","parts":[]},{"id":"0199f3a2-0000-7000-8000-000000000002","parentId":"0199f3a2-0000-7000-8000-000000000001","role":"user","parts":[]}]}""";

        var import = await ada.ImportAsync($$"""{"format":"ollamanet","version":1,"conversations":[{"id":7},{"id":"0199f3a2-0000-7000-8000-00000000000c","messages":[null]},{{circle}},null,5,"x",[],{{good}}]}""");

        Assert.Equal(("done", 8, 1), (import.Text("state"), import.Count("found"), import.Count("imported")));
        Assert.Equal((6, 1), (import.Count("skipped", "unreadable"), import.Count("skipped", "empty")));
    }

    [Theory]
    [InlineData("""{"format":"ollamanet","version":99,"conversations":[]}""", "newer-format")]
    [InlineData("""{"format":"other","conversations":[]}""", "unknown-format")]
    [InlineData("""{"a":1}""", "unknown-format")]
    [InlineData("""[1,2,3]""", "unknown-format")]
    [InlineData("""[{"title":"x","mapping":{}""", "broken-file")]
    [InlineData("""[{"title":"x" "mapping":1}]""", "broken-file")]
    public async Task A_file_that_is_no_export_says_what_is_wrong(string file, string code)
    {
        using var ada = await fixture.SignInAsync();

        var import = await ada.ImportAsync(file);

        Assert.Equal(("failed", code), (import.Text("state"), import.GetProperty("error").Text("code")));
    }

    [Fact]
    public async Task Depth_has_an_end()
    {
        using var ada = await fixture.SignInAsync();

        var import = await ada.ImportAsync("[" + new string('[', 5000) + new string(']', 5000) + "]");

        Assert.Equal("broken-file", import.GetProperty("error").Text("code"));
    }

    [Fact]
    public async Task What_is_neither_JSON_nor_an_archive_is_refused_at_the_door()
    {
        using var ada = await fixture.SignInAsync();

        foreach (var body in (string[])["", "hello", "<html>", "\u0089PNG"])
            Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsync("/api/v1/imports", new ByteArrayContent(Encoding.Latin1.GetBytes(body)))).StatusCode);
        Assert.Empty(await ada.IdsAsync("/api/v1/imports"));
    }

    [Fact]
    public async Task Bombs_and_names_that_lead_out_are_refused()
    {
        using var ada = await fixture.SignInAsync();
        var bomb = Zip(("conversations.json", "[" + new string(' ', 64 * 1024 * 1024) + "]"));
        var many = Zip([.. Enumerable.Range(0, 20_001).Select(i => (i.ToString(CultureInfo.InvariantCulture), ""))]);

        Assert.InRange(bomb.Length, 1, 200_000);
        foreach (var (file, code) in new[] { (bomb, "archive-too-large"), (many, "archive-too-large"), (Zip(("../conversations.json", ChatGpt)), "unsafe-archive"), (Zip(("/etc/conversations.json", ChatGpt)), "unsafe-archive"), (Zip(("..\\conversations.json", ChatGpt)), "unsafe-archive"), (bomb[..^30], "broken-archive"), ([.. "PK\u0003\u0004"u8, .. new byte[500]], "broken-archive"), (Zip(("readme.txt", "x")), "unknown-format") })
        {
            var import = await ada.ImportAsync(file);
            Assert.Equal(("failed", code), (import.Text("state"), import.GetProperty("error").Text("code")));
        }

        Assert.Empty(await ada.IdsAsync("/api/v1/conversations"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(fixture.Host.Configuration["OllamaNet:DataDirectory"]!, "transfers"), "*conversations*"));
    }

    [Fact]
    public async Task Limits_are_kept_and_said()
    {
        await using var host = await fixture.StartHostAsync(("Transfers:MaxImportBytes", "200000"), ("Transfers:MaxConversationBytes", "2000"), ("Transfers:MaxMessages", "2"), ("Transfers:MaxConversations", "3"));
        using var ada = await ChatUser.SignInAsync(host);
        var import = await ada.ImportAsync($"[{ShareSteps.ChatGptConversation("1", "x")},{ShareSteps.ChatGptConversation("2", "x", "x", "x")},{ShareSteps.ChatGptConversation("3", new string('y', 150_000))},{ShareSteps.ChatGptConversation("4", "x")},{ShareSteps.ChatGptConversation("5", "x")}]");
        var tooLarge = await ada.Client.PostAsync("/api/v1/imports", new ByteArrayContent(new byte[200_001]));

        Assert.Equal((5, 1), (import.Count("found"), import.Count("imported")));
        Assert.Equal((1, 1, 2), (import.Count("skipped", "too-many-messages"), import.Count("skipped", "too-large"), import.Count("skipped", "too-many-conversations")));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "file-too-large"), (tooLarge.StatusCode, (await tooLarge.JsonAsync()).Text("code")));
    }

    [Fact]
    public void A_thought_goes_to_the_first_answer_only_however_many_hang_on_it()
    {
        var thought = new string('t', 100_000);
        object Node(string? parent, object content) => new { parent, message = new { author = new { role = "assistant" }, content } };
        var nodes = Enumerable.Range(0, 500).ToDictionary(i => $"a{i}", _ => Node("t", new { content_type = "text", parts = new[] { "x" } }));
        nodes["t"] = Node(null, new { content_type = "thoughts", thoughts = new[] { new { content = thought } } });

        var messages = ChatGptReader.Read(JsonSerializer.SerializeToElement(new { mapping = nodes }), TimeProvider.System.GetUtcNow()).Conversation.Messages;

        Assert.Equal(500, messages.Count);
        Assert.Contains(thought, messages[0].Parts.GetRawText(), StringComparison.Ordinal);
        Assert.InRange(messages.Sum(m => m.Parts.GetRawText().Length), 100_000, 200_000);
    }

    [Fact]
    public async Task What_is_too_much_is_counted_before_it_is_read()
    {
        await using var host = await fixture.StartHostAsync(("Transfers:MaxConversationBytes", "1000000"), ("Transfers:MaxMessages", "1000"));
        using var ada = await ChatUser.SignInAsync(host);

        // Numbers, where messages are to stand: whoever reads them before he counts them finds them unreadable.
        foreach (var (list, count, reason) in new[] { ("messages", 1001, "too-many-messages"), ("notes", 20_000, "too-large"), ("notes", 3, "unreadable"), ("of-no-use", 130_000, "too-large") })
        {
            var import = await ada.ImportAsync(JsonSerializer.Serialize(new { format = "ollamanet", version = 1, conversations = new object[] { new Dictionary<string, object> { [list] = Enumerable.Repeat(1, count) }, "x" } }));
            Assert.True(import.Count("skipped", reason) >= 1, $"{list} {count}: {import}");
            Assert.Equal(2, import.Count("found"));
        }

        var nodes = Enumerable.Range(0, 5001).ToDictionary(i => $"n{i}", _ => new { });
        foreach (var conversation in (object[])[new { mapping = nodes }, new { chat = new { history = new { messages = nodes } } }])
            Assert.Equal(1, (await ada.ImportAsync(JsonSerializer.Serialize(new[] { conversation }))).Count("skipped", "too-many-messages"));
    }

    [Fact]
    public async Task A_conversation_that_is_in_the_file_twice_is_a_duplicate_unless_copies_are_wanted()
    {
        using var ada = await fixture.SignInAsync();
        var file = ShareSteps.ChatGptFile(["t1", "t2", "t1"], "hi");

        var once = await ada.ImportAsync(file);
        var copies = await ada.ImportAsync(file, "?duplicates=copy");

        Assert.Equal((2, 1), (once.Count("imported"), once.Count("skipped", "duplicate")));
        Assert.Equal((3, 3), (copies.Count("imported"), copies.Count("messages")));
        Assert.Equal(5, (await ada.IdsAsync("/api/v1/conversations")).Count);
    }

    [Fact]
    public async Task Beginnings_of_reasoning_without_an_end_take_no_time_and_stay_text()
    {
        using var ada = await fixture.SignInAsync();
        var text = string.Concat(Enumerable.Repeat("<details type=\"reasoning\">", 60_000));
        object Message(string? parentId, string content) => new { parentId, role = "assistant", content };

        var import = await ada.ImportAsync(JsonSerializer.Serialize(new[]
        {
            new { chat = new { history = new { currentId = "b", messages = new { a = Message(null, text), b = Message("a", $"{text}why</details>so") } } } },
        }));

        Assert.Equal(("done", 1), (import.Text("state"), import.Count("imported")));
        var messages = await ada.MessagesAsync(Assert.Single(await ada.IdsAsync("/api/v1/conversations")));
        Assert.StartsWith("<details", messages[0].PlainText(), StringComparison.Ordinal);
        Assert.Equal("so", messages[1].PlainText());
    }

    [Fact]
    public async Task Feedback_in_a_file_is_the_importers_own_and_no_administrator_counts_it()
    {
        using var ada = await fixture.SignInAsync();
        using var admin = await ChatUser.SignInAsync(fixture.Host, OllamaNet.Platform.Security.Roles.Admin);
        var (message, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var file = JsonSerializer.Serialize(new
        {
            format = "ollamanet",
            version = 1,
            conversations = new[]
            {
                new
                {
                    id = Guid.CreateVersion7(),
                    messages = new[] { new { id = message, role = "assistant", model = "said-by", parts = new[] { new { type = "text", text = "x" } }, createdAt = now } },
                    feedback = new[] { new { messageId = message, model = "made-up", rating = 1, reasons = new[] { "clear", "read me, administrator", "harmful" }, createdAt = now, updatedAt = now.AddMinutes(-1) } },
                },
            },
        });

        await ada.ImportAsync(file);
        await ada.ImportAsync(file, "?duplicates=copy");
        var ids = (await ada.IdsAsync("/api/v1/conversations")).ToList();
        var report = (await admin.GetAsync("/api/v1/admin/feedback?from=2001-01-01T00:00:00Z")).GetRawText();

        Assert.Equal(2, ids.Count);
        foreach (var id in ids)
            Assert.Equal(["clear"], Assert.Single((await ada.GetAsync($"/api/v1/conversations/{id}/feedback")).Items()).GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.DoesNotContain("made-up", report, StringComparison.Ordinal);
        Assert.DoesNotContain("said-by", report, StringComparison.Ordinal);
        Assert.DoesNotContain("read me", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_is_cancelled_in_the_middle_and_keeps_what_it_has()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var file = ShareSteps.ChatGptFile(Enumerable.Range(0, 5000).Select(i => $"k{i}"), "hi");
        var id = (await (await ada.Client.PostAsync("/api/v1/imports", new StringContent(file))).JsonAsync()).Id();
        await ChatFixture.EventuallyAsync(() => ada.GetAsync($"/api/v1/imports/{id}"), i => i.GetProperty("report") is { ValueKind: JsonValueKind.Object } report && report.GetProperty("imported").GetInt32() > 0);
        var second = await ada.Client.PostAsync("/api/v1/imports", new StringContent(file));

        await bob.SendAsync(HttpMethod.Delete, $"/api/v1/imports/{id}", expected: HttpStatusCode.NotFound);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/imports/{id}", expected: HttpStatusCode.NoContent);
        var end = await ada.EndOfAsync($"/api/v1/imports/{id}");

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("cancelled", end.Text("state"));
        Assert.InRange(end.Count("imported"), 1, 4999);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(fixture.Host.Configuration["OllamaNet:DataDirectory"]!, "transfers"), $"{id:N}*"));
        var sweep = fixture.Host.Services.GetRequiredService<TransferFiles>();
        Assert.Equal(0, sweep.Sweep());
    }

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }

        return stream.ToArray();
    }
}
