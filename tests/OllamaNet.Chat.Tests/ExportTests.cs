using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Presets;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed partial class ExportTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const string Hostile = """
        <script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) ![d](https://evil.example/p.png) ![e](//evil.example/p.png)
        <javascript:alert(1)> [f](vbscript:x) [ref] **bold** https://fine.example/x [g](https://fine.example/y "t\" onmouseover=alert(1)")

        [ref]: javascript:alert(1)
        """;

    [Fact]
    public async Task Everything_comes_back_the_same_in_another_account()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        await FillAsync(ada);

        var first = await ada.ExportAsync("json");
        var import = await bob.ImportAsync(first);
        var second = await bob.ExportAsync("json");

        Assert.Equal("done", import.Text("state"));
        Assert.Equal((3, 3, 0), (import.Count("found"), import.Count("imported"), import.GetProperty("report").GetProperty("lost").EnumerateObject().Count()));
        Assert.Equal(WithoutIds(first), WithoutIds(second));
        Assert.Empty(Ids(first).Intersect(Ids(second), StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_form_for_machines_is_complete()
    {
        using var ada = await fixture.SignInAsync();
        await FillAsync(ada);

        var export = Json(await ada.ExportAsync("json"));
        var conversation = export["conversations"]!.AsArray().Single(c => (string?)c!["title"] == "Full")!;

        Assert.Equal(["Inner", "Outer"], export["folders"]!.AsArray().Select(f => (string)f!["name"]!).Order(StringComparer.Ordinal));
        Assert.Equal("Mine", (string?)export["presets"]!.AsArray().Single()!["name"]);
        Assert.Equal(3, conversation["messages"]!.AsArray().Count);
        Assert.Equal("Be brief.", (string?)conversation["systemPrompt"]);
        Assert.Single(conversation["tags"]!.AsArray());
        Assert.Equal("A good answer", (string?)conversation["notes"]!.AsArray().Single()!["text"]);
        Assert.Equal(1, (int)conversation["feedback"]!.AsArray().Single()!["rating"]!);
        Assert.Equal("notes.txt", (string?)conversation["attachments"]!.AsArray().Single()!["name"]);
        Assert.Contains(conversation["messages"]!.AsArray(), m => m!["settings"] is not null && m["figures"] is not null);
    }

    [Fact]
    public async Task Pages_do_nothing_and_fetch_nothing()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "<script>alert(0)</script>" });
        fixture.Engine.AnswerNext(new SimulatedAnswer([Hostile]));
        await ada.AskAsync(conversation, "<img src=x onerror=alert(2)>");

        var response = await ada.Client.GetAsync($"/api/v1/conversations/{conversation}/export?format=html");
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("script-alert-0-script.html", response.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.DoesNotMatch("(?i)<(script|iframe|object|embed|form|link|base|svg)", html);
        Assert.DoesNotMatch("(?i)<[^>]+\\son\\w+\\s*=", QuotedValue().Replace(html, "\"\""));
        Assert.DoesNotMatch("(?i)(href|src)=\"?\\s*(javascript|vbscript|data:text)", html);
        Assert.DoesNotMatch("(?i)src=\"?(https?:)?//", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains("<strong>bold</strong>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://fine.example/x\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markdown_tells_who_said_what()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, _) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "In Portugal.");

        var markdown = await ada.Client.GetStringAsync($"/api/v1/conversations/{conversation}/export");

        Assert.Matches(@"(?s)^# Untitled\n.*## You · .*\n\nWhere is Lisbon\?\n\n## sim:latest · .*\n\nIn Portugal\.\n$", markdown);
    }

    [Fact]
    public async Task An_archive_of_pages_has_names_that_lead_nowhere()
    {
        using var ada = await fixture.SignInAsync();
        foreach (var title in (string[])["../../etc/passwd", "C:\\x", "Ein Übel/日本", "."]) await fixture.ConversedAsync(ada, title, "x");
        foreach (var id in await ada.IdsAsync("/api/v1/conversations")) await ada.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{id}", new { title = (await ada.MessagesAsync(id))[0].PlainText() });

        using var zip = new ZipArchive(new MemoryStream(await ada.ExportAsync("markdown")));

        Assert.Equal(["0001-etc-passwd.md", "0002-C-x.md", "0003-Ein-Übel-日本.md", "0004-conversation.md"], zip.Entries.Select(e => e.FullName));
    }

    [Fact]
    public async Task An_export_is_for_its_owner_only_and_ends()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var (conversation, _) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "In Portugal.");
        await ada.ExportAsync("json");
        var id = Assert.Single(await ada.IdsAsync("/api/v1/exports"));

        foreach (var path in (string[])[$"/api/v1/exports/{id}", $"/api/v1/exports/{id}/file", $"/api/v1/imports/{id}", $"/api/v1/conversations/{conversation}/export?format=json"])
            await bob.SendAsync(HttpMethod.Get, path, expected: HttpStatusCode.NotFound);
        await bob.SendAsync(HttpMethod.Delete, $"/api/v1/exports/{id}", expected: HttpStatusCode.NotFound);
        Assert.Empty(await bob.IdsAsync("/api/v1/exports"));
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/exports/{id}", expected: HttpStatusCode.NoContent);
        await ada.SendAsync(HttpMethod.Get, $"/api/v1/exports/{id}/file", expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Conversations_of_others_are_not_in_it_however_they_are_named()
    {
        using var ada = await fixture.SignInAsync();
        using var bob = await fixture.SignInAsync();
        var (conversation, _) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "In Portugal.");

        var id = (await bob.SendAsync(HttpMethod.Post, "/api/v1/exports", new { format = "json", conversationIds = new[] { conversation } }, HttpStatusCode.Created)).Id();
        await bob.EndOfAsync($"/api/v1/exports/{id}");

        Assert.Empty(Json(await bob.Client.GetByteArrayAsync($"/api/v1/exports/{id}/file"))["conversations"]!.AsArray());
    }

    [Fact]
    public async Task Only_so_many_exports_are_kept()
    {
        using var ada = await fixture.SignInAsync();
        for (var i = 0; i < 5; i++) await ada.ExportAsync("markdown");

        Assert.Equal("too-many-exports", (await ada.SendAsync(HttpMethod.Post, "/api/v1/exports", new { format = "json" }, HttpStatusCode.Conflict)).Text("code"));
    }

    private async Task FillAsync(ChatUser user)
    {
        var outer = await user.CreateFolderAsync(new { name = "Outer", colour = "green" });
        var inner = await user.CreateFolderAsync(new { name = "Inner", parentId = outer });
        var tag = await user.CreateTagAsync("travel");
        var preset = await MakePresetAsync(outer);
        var id = await user.CreateConversationAsync(new { title = "Full", folderId = inner });
        await user.SetAsync(id, new { presetId = preset, systemPrompt = "Be brief.", options = new { topK = 20 } });
        await user.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{id}", new { pinned = true, tags = new[] { tag } });
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("Lisbon is in Portugal.") with { Thinking = ["hm"] });
        var answer = (await user.AskAsync(id, "Where is Lisbon?")).MessageId();
        using (var again = await user.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{id}/messages/{answer}/regenerate", new { })) await again.ReadToEndAsync();
        await user.NoteAsync(new { conversationId = id, messageId = answer, rangeStart = 0, rangeEnd = 6, text = "A good answer" });
        await user.RateAsync(id, answer, new { rating = 1, reasons = Array.Empty<string>(), comment = "Yes" });
        await AttachAsync(answer);
        await user.CreateConversationAsync(new { title = "Empty" });
        await user.AskAsync(await user.CreateConversationAsync(new { title = "Other" }), "Quotes \" and 🙂 and <b>");
    }

    private async Task<Guid> MakePresetAsync(Guid folderOfOwner)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        var folder = await db.Folders.SingleAsync(f => f.Id == folderOfOwner);
        var preset = new Preset { Id = Guid.CreateVersion7(), OwnerId = folder.OwnerId, Visibility = PresetVisibility.Shared, Name = "Mine", SystemPrompt = "Say little.", Options = new() { Temperature = 0.5f }, CreatedAt = folder.CreatedAt, UpdatedAt = folder.CreatedAt };
        db.Add(preset);
        await db.SaveChangesAsync();
        return preset.Id;
    }

    private async Task AttachAsync(Guid message)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        var row = await db.Messages.SingleAsync(m => m.Id == message);
        var attachment = new Attachment { Id = Guid.CreateVersion7(), OwnerId = row.OwnerId, Name = "notes.txt", MediaType = "text/plain", Size = 5, CreatedAt = row.CreatedAt };
        db.AddRange(attachment, new AttachmentContent { AttachmentId = attachment.Id, Bytes = "hello"u8.ToArray() }, new MessageAttachment { MessageId = message, AttachmentId = attachment.Id });
        await db.SaveChangesAsync();
    }

    private static JsonNode Json(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        using var entry = zip.GetEntry("ollamanet.json")!.Open();
        return JsonNode.Parse(entry)!;
    }

    private static List<string> Ids(byte[] archive) => [.. Id().Matches(Json(archive).ToJsonString()).Select(m => m.Value).Distinct()];

    /// <summary>Each id as the place where it was first seen: the links between things stay comparable.</summary>
    private static string WithoutIds(byte[] archive)
    {
        var json = Json(archive);
        json["exportedAt"] = null;
        var sorted = json["conversations"]!.AsArray().OrderBy(c => (string)c!["title"]!, StringComparer.Ordinal).Select(c => c!.DeepClone()).ToArray();
        json["conversations"] = new JsonArray(sorted);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        return Id().Replace(json.ToJsonString(), m => seen.TryGetValue(m.Value, out var name) ? name : seen[m.Value] = $"id{seen.Count}");
    }

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex QuotedValue();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
