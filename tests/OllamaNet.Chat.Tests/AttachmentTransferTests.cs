using System.Net;
using System.Text;
using System.Text.Json;
using OllamaNet.Platform.Images;

namespace OllamaNet.Chat.Tests;

/// <summary>Files that leave a conversation with it: links, exports, imports.</summary>
public sealed class AttachmentTransferTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private static async Task<(Guid Conversation, JsonElement Image, JsonElement Text)> ConversedAsync(ChatUser user)
    {
        var conversation = await user.CreateConversationAsync(new { title = "With files" });
        var (image, text) = (await user.UploadedAsync("cat.png", Images.Png(40, 20, rows: 20)), await user.UploadedAsync("notes.txt", "one\n</pre><b>two"u8.ToArray()));
        await user.AskWithAsync(conversation, "Look", image, text);
        return (conversation, image, text);
    }

    [Fact]
    public async Task A_link_shows_the_files_and_a_copy_has_its_own()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (conversation, image, text) = await ConversedAsync(ada);
        var bytes = await ada.ContentAsync(image);
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation });

        var shown = await fixture.Host.Client.GetStringAsync($"/api/v1/shared/{token}");
        var parts = JsonDocument.Parse(shown).RootElement.GetProperty("messages")[0].GetProperty("parts");
        var copy = (await eve.SendAsync(HttpMethod.Post, $"/api/v1/shared/{token}/continue", null, HttpStatusCode.Created)).Id();
        var copied = (await eve.MessagesAsync(copy))[0].GetProperty("parts");

        Assert.Equal($"data:image/png;base64,{Convert.ToBase64String(bytes)}", parts[0].Text("url"));
        Assert.Equal(("notes.txt", "one\n</pre><b>two"), (parts[1].Text("name"), parts[1].Text("text")));
        Assert.All([image.Id(), text.Id()], id => Assert.DoesNotContain(id.ToString(), shown, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(bytes, await eve.ContentAsync(copied[0].AttachmentId()));
        Assert.Equal((40, "notes.txt"), (copied[0].GetProperty("width").GetInt32(), copied[1].Text("name")));
        Assert.NotEqual(image.Id(), copied[0].AttachmentId());
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync($"/api/v1/attachments/{image.Id()}/content")).StatusCode);
    }

    [Fact]
    public async Task Exports_for_people_have_the_files_and_nothing_in_them_is_markup()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, image, _) = await ConversedAsync(ada);
        var url = $"data:image/png;base64,{Convert.ToBase64String(await ada.ContentAsync(image))}";

        var markdown = await ada.Client.GetStringAsync($"/api/v1/conversations/{conversation}/export?format=markdown");
        var html = WebUtility.HtmlDecode(await ada.Client.GetStringAsync($"/api/v1/conversations/{conversation}/export?format=html"));
        var raw = await ada.Client.GetStringAsync($"/api/v1/conversations/{conversation}/export?format=html");

        Assert.Contains($"![image]({url})", markdown, StringComparison.Ordinal);
        Assert.Contains("File notes.txt:\n\n    one\n    </pre><b>two", markdown.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"<img alt=\"cat.png\" src=\"{url}\">", html, StringComparison.Ordinal);
        Assert.Contains("&lt;/pre&gt;&lt;b&gt;two", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_comes_back_with_its_files_whole()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (_, image, _) = await ConversedAsync(ada);

        var import = await eve.ImportAsync(await ada.ExportAsync("json"));
        var parts = (await eve.MessagesAsync((await eve.IdsAsync("/api/v1/conversations")).Single()))[0].GetProperty("parts");

        Assert.Equal((2, 0), (import.Count("attachments"), import.Count("lost", "attachment")));
        Assert.Equal(("cat.png", 40, "image/png"), (parts[0].Text("name"), parts[0].GetProperty("width").GetInt32(), parts[0].Text("mediaType")));
        Assert.NotEqual(image.Id(), parts[0].AttachmentId());
        Assert.Equal((40, 20), ImageHeader.Read(await eve.ContentAsync(parts[0].AttachmentId())) is { } header ? (header.Width, header.Height) : default);
        Assert.Equal("one\n</pre><b>two", Encoding.UTF8.GetString(await eve.ContentAsync(parts[1].AttachmentId())));
    }

    [Fact]
    public async Task Files_of_an_import_are_written_anew_or_left_out()
    {
        using var ada = await fixture.SignInAsync();
        byte[][] files = [[.. Images.Png(8, 8, rows: 8), .. "<script>"u8], Images.Png(30_000, 30_000, rows: 1), "a\0b"u8.ToArray()];
        var ids = files.Select(_ => Guid.CreateVersion7()).ToList();
        var message = Guid.CreateVersion7();
        var file = JsonSerializer.Serialize(new
        {
            format = "ollamanet",
            version = 1,
            conversations = new[]
            {
                new
                {
                    id = Guid.CreateVersion7(),
                    title = "x",
                    activeLeafId = message,
                    attachments = files.Select((f, i) => new { id = ids[i], name = "../evil.png", mediaType = "text/html", width = 1, height = 1, data = Convert.ToBase64String(f), createdAt = "2026-01-01T00:00:00Z" }),
                    messages = new[] { new { id = message, role = "user", createdAt = "2026-01-01T00:00:00Z", attachments = ids, parts = ids.Select(id => new { type = "file", attachmentId = id, name = "lie", size = 1 }) } },
                },
            },
        });

        var import = await ada.ImportAsync(file);
        var parts = (await ada.MessagesAsync((await ada.IdsAsync("/api/v1/conversations")).Single()))[0].GetProperty("parts");

        Assert.Equal(("done", 1), (import.Text("state"), import.Count("attachments")));
        Assert.Equal(("evil.png", "image/png", 8), (parts[0].Text("name"), parts[0].Text("mediaType"), parts[0].GetProperty("width").GetInt32()));
        Assert.Equal(1, parts.GetArrayLength());
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(await ada.ContentAsync(parts[0].AttachmentId())), StringComparison.Ordinal);
    }
}
