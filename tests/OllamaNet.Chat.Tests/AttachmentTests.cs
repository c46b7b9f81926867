using System.Net;
using System.Text;
using OllamaNet.Chat.Attachments;
using OllamaNet.Platform.Images;

namespace OllamaNet.Chat.Tests;

public sealed class AttachmentTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private static async Task<string?> RefusalAsync(HttpResponseMessage response)
    {
        Assert.InRange((int)response.StatusCode, 400, 499);
        return (await response.JsonAsync()).Text("code");
    }

    [Fact]
    public async Task A_text_file_is_stored_as_it_came_and_served_as_a_download_that_runs_nothing()
    {
        using var ada = await fixture.SignInAsync();
        var bytes = "<script>alert(1)</script> ölçü"u8.ToArray();

        var made = await (await ada.UploadAsync("../../etc/pass\u202ewd.html", bytes, "text/html")).JsonAsync();
        var response = await ada.Client.GetAsync($"/api/v1/attachments/{made.GetProperty("id").GetGuid()}/content");

        Assert.Equal("passwd.html", made.Text("name"));
        Assert.Equal("text/plain", made.Text("mediaType"));
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.Private);
    }

    [Fact]
    public async Task A_form_with_one_file_does_as_well()
    {
        using var ada = await fixture.SignInAsync();
        using var one = new MultipartFormDataContent { { new ByteArrayContent("hello"u8.ToArray()), "file", "notes.txt" } };
        using var two = new MultipartFormDataContent { { new ByteArrayContent([1]), "a", "a.txt" }, { new ByteArrayContent([2]), "b", "b.txt" } };

        Assert.Equal("notes.txt", (await (await ada.Client.PostAsync("/api/v1/attachments", one)).JsonAsync()).Text("name"));
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsync("/api/v1/attachments", two)).StatusCode);
    }

    [Theory]
    [InlineData("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not-an-image")]
    [InlineData("page.png", "<html><script>alert(1)</script></html>", "not-an-image")]
    [InlineData("binary.bin", "a\0b", "unsupported-file")]
    [InlineData("latin.txt", "\u00ff", "unsupported-file")]
    [InlineData("document.pdf", "%PDF-1.7\n\u0080\u0081", "unsupported-file")]
    [InlineData("empty.txt", "", "file-empty")]
    public async Task What_is_neither_an_image_nor_text_is_refused(string name, string latin, string code)
    {
        using var ada = await fixture.SignInAsync();

        Assert.Equal(code, await RefusalAsync(await ada.UploadAsync(name, Encoding.Latin1.GetBytes(latin))));
    }

    [Fact]
    public async Task A_bomb_is_refused_by_its_header()
    {
        using var ada = await fixture.SignInAsync();

        Assert.Equal("image-too-large", await RefusalAsync(await ada.UploadAsync("bomb.png", Images.Png(30_000, 30_000, rows: 1))));
        Assert.Equal("file-too-large", await RefusalAsync(await ada.UploadAsync("long.txt", Encoding.UTF8.GetBytes(new string('x', (512 * 1024) + 1)))));
        Assert.Equal("file-too-large", await RefusalAsync(await ada.UploadAsync("huge.png", [.. Images.Png(4, 4, rows: 4), .. new byte[20 * 1024 * 1024]])));
    }

    [Fact]
    public async Task An_image_is_written_anew_without_what_else_was_in_it()
    {
        using var ada = await fixture.SignInAsync();
        var bytes = Images.Png(3_000, 1_500, rows: 1_500, comment: "GPS 38.7N 9.1W");

        var made = await (await ada.UploadAsync("holiday.jpg", bytes, "text/plain")).JsonAsync();
        var stored = await ada.Client.GetByteArrayAsync($"/api/v1/attachments/{made.GetProperty("id").GetGuid()}/content");

        Assert.Equal("image/png", made.Text("mediaType"));
        Assert.Equal(1_568, made.GetProperty("width").GetInt32());
        Assert.Equal(784, made.GetProperty("height").GetInt32());
        Assert.Contains("GPS", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.Equal((1_568, 784), ImageHeader.Read(stored) is { } header ? (header.Width, header.Height) : default);
    }

    [Fact]
    public async Task What_is_hidden_behind_an_image_or_cut_off_does_not_come_through()
    {
        using var ada = await fixture.SignInAsync();
        var whole = Images.Png(64, 64, rows: 64);

        var hidden = await (await ada.UploadAsync("polyglot.png", [.. whole, .. "<script>alert(1)</script>"u8])).JsonAsync();
        var stored = await ada.Client.GetByteArrayAsync($"/api/v1/attachments/{hidden.GetProperty("id").GetGuid()}/content");

        Assert.DoesNotContain("script", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.Equal("not-an-image", await RefusalAsync(await ada.UploadAsync("cut.png", whole[..20])));
        Assert.Equal("image-unreadable", await RefusalAsync(await ada.UploadAsync("lies.jpg", [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 64, 0, 64, 1, 1, 0x11, 0, 0xFF, 0xD9])));
    }

    [Fact]
    public async Task Someone_elses_file_looks_absent()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var id = (await (await ada.UploadAsync("mine.txt", "secret"u8.ToArray())).JsonAsync()).GetProperty("id").GetGuid();

        foreach (var path in new[] { $"/api/v1/attachments/{id}", $"/api/v1/attachments/{id}/content" })
            Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.DeleteAsync($"/api/v1/attachments/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ada.Client.GetAsync($"/api/v1/attachments/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.DeleteAsync($"/api/v1/attachments/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync($"/api/v1/attachments/{id}/content")).StatusCode);
    }

    [Theory]
    [InlineData("scan.tif", "II*\0\u0008\0\0\0")]
    [InlineData("photo.png", "\0\0\0\u001cftypavif\0\0\0\0avifmif1miaf")]
    [InlineData("icon.jpg", "BM6\0\0\0\0\0\0\0")]
    [InlineData("page.gif", "%PDF-1.7")]
    [InlineData("vips.png", "\u0008\u00f2\u00a6\u00b6\0\0\0\u0040")]
    public async Task Decoders_that_are_not_wanted_are_never_asked(string name, string latin)
    {
        using var ada = await fixture.SignInAsync();

        Assert.Equal("not-an-image", await RefusalAsync(await ada.UploadAsync(name, Encoding.Latin1.GetBytes(latin))));
    }

    [Fact]
    public async Task A_photograph_stands_upright_and_does_not_say_where_it_was_taken()
    {
        using var ada = await fixture.SignInAsync();

        var made = await ada.UploadedAsync("holiday.jpg", Images.Jpeg(orientation: 6, "GPS 38.7N 9.1W"));
        var stored = await ada.ContentAsync(made);

        Assert.Equal(("image/jpeg", 16, 32), (made.Text("mediaType"), made.GetProperty("width").GetInt32(), made.GetProperty("height").GetInt32()));
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_animation_the_first_frame_is_kept_and_of_WebP_the_pixels()
    {
        using var ada = await fixture.SignInAsync();

        var gif = await ada.UploadedAsync("wink.gif", Images.Gif(frames: 40));
        var webp = await ada.UploadedAsync("picture.webp", Images.WebP());

        Assert.Equal(("image/png", 1, 1), (gif.Text("mediaType"), gif.GetProperty("width").GetInt32(), gif.GetProperty("height").GetInt32()));
        Assert.Equal((32, 16), (webp.GetProperty("width").GetInt32(), webp.GetProperty("height").GetInt32()));
        Assert.DoesNotContain("EXIF", Encoding.Latin1.GetString(await ada.ContentAsync(webp)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_cut_off_is_refused_and_a_bomb_within_the_limits_is_only_made_smaller()
    {
        using var ada = await fixture.SignInAsync();

        Assert.Equal("not-an-image", await RefusalAsync(await ada.UploadAsync("cut.png", Images.Png(640, 640, rows: 640)[..^13])));
        Assert.Equal("image-unreadable", await RefusalAsync(await ada.UploadAsync("cut.jpg", Images.Jpeg(1, "x")[..^40])));
        Assert.Equal("image-unreadable", await RefusalAsync(await ada.UploadAsync("cut.webp", Images.WebP()[..50])));
        var bomb = await ada.UploadedAsync("bomb.png", Images.Png(7_000, 7_000, rows: 7_000));

        Assert.Equal(1_568, bomb.GetProperty("width").GetInt32());
        Assert.InRange(bomb.GetProperty("size").GetInt32(), 1, 100_000);
    }

    [Theory]
    [InlineData("..", "..")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("C:\\Windows\\win.ini", "win.ini")]
    [InlineData("a\r\nX-Evil: 1.txt", "aX-Evil: 1.txt")]
    [InlineData("in.png[fail_on=none].txt", "in.png[fail_on=none].txt")]
    [InlineData("$(id);`id`\"'.txt", "$(id);`id`\"'.txt")]
    [InlineData("", "file")]
    public async Task A_name_is_shown_and_nothing_else(string name, string shown)
    {
        using var ada = await fixture.SignInAsync();

        var made = await ada.UploadedAsync(name, "text"u8.ToArray());
        var response = await ada.Client.GetAsync($"/api/v1/attachments/{made.Id()}/content");

        Assert.Equal(shown, made.Text("name"));
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.False(response.Headers.Contains("X-Evil"));
    }

    [Fact]
    public async Task The_process_that_decodes_is_limited_knows_nothing_of_ours_and_is_ended()
    {
        var seen = Directory.CreateTempSubdirectory("ollamanet-test-");
        var program = Path.Combine(seen.FullName, "vipsthumbnail");
        var told = Path.Combine(seen.FullName, "told");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n(pwd; ulimit -v; ulimit -t; ulimit -c; env) > {told}.new\nmv {told}.new {told}\nexec sleep 600\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var host = await fixture.StartHostAsync(("Images:Vipsthumbnail", program), ("Images:Seconds", "2"));
        using var ada = await ChatUser.SignInAsync(host);

        var refusal = await RefusalAsync(await ada.UploadAsync("a.png", Images.Png(4, 4, rows: 4)));
        var lines = await File.ReadAllLinesAsync(told);

        Assert.Equal("image-unreadable", refusal);
        Assert.Equal(["1048576", "2", "0"], lines[1..4]);
        Assert.False(Directory.Exists(lines[0]));
        Assert.Contains("VIPS_BLOCK_UNTRUSTED=1", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("PATH=/", StringComparison.Ordinal) && l.Contains("dotnet", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(lines, l => l.Contains("OLLAMANET", StringComparison.OrdinalIgnoreCase) && !l.StartsWith("PWD=", StringComparison.Ordinal) && !l.Contains("ollamanet-image-", StringComparison.Ordinal));
        seen.Delete(recursive: true);
    }

    [Fact]
    public async Task Files_that_come_at_once_do_not_take_more_space_than_there_is()
    {
        await using var host = await fixture.StartHostAsync(("Chat:Attachments:MaxUserBytes", "1000"));
        using var ada = await ChatUser.SignInAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => ada.UploadAsync($"{i}.txt", new byte[400].Select(_ => (byte)'x').ToArray())));

        Assert.Equal(2, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
    }

    [Fact]
    public async Task Pictures_that_a_killed_process_left_are_deleted()
    {
        var left = Directory.CreateTempSubdirectory("ollamanet-image-");
        await File.WriteAllBytesAsync(Path.Combine(left.FullName, "in.png"), [1]);
        left.LastWriteTimeUtc = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await using var host = await fixture.StartHostAsync();
        using var ada = await ChatUser.SignInAsync(host);

        await ada.UploadAsync("a.txt", "hello"u8.ToArray());

        Assert.False(Directory.Exists(left.FullName));
    }

    [Fact]
    public async Task Without_libvips_images_are_refused_with_a_reason_and_text_is_taken_until_there_is_no_space()
    {
        await using var host = await fixture.StartHostAsync(("Images:Vipsthumbnail", "/nowhere/vipsthumbnail"), ("Chat:Attachments:MaxUserBytes", "10"));
        using var ada = await ChatUser.SignInAsync(host);

        Assert.Equal(HttpStatusCode.Created, (await ada.UploadAsync("a.txt", "123456"u8.ToArray())).StatusCode);
        Assert.Equal("files-full", await RefusalAsync(await ada.UploadAsync("b.txt", "123456"u8.ToArray())));
        await using var roomy = await fixture.StartHostAsync(("Images:Vipsthumbnail", "/nowhere/vipsthumbnail"));
        using var bob = await ChatUser.SignInAsync(roomy);
        Assert.Equal("images-unavailable", await (await bob.UploadAsync("a.png", Images.Png(4, 4, rows: 4))).IsRefusedAsync(HttpStatusCode.ServiceUnavailable));
    }
}
