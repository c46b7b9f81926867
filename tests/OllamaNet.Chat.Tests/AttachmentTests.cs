using System.IO.Compression;
using System.Net;
using System.Text;
using OllamaNet.Chat.Attachments;

namespace OllamaNet.Chat.Tests;

public sealed class AttachmentTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private static Task<HttpResponseMessage> UploadAsync(ChatUser user, string name, byte[] bytes, string type = "application/octet-stream")
    {
        var content = new ByteArrayContent(bytes) { Headers = { ContentType = new(type) } };
        return user.Client.PostAsync($"/api/v1/attachments?name={Uri.EscapeDataString(name)}", content);
    }

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

        var made = await (await UploadAsync(ada, "../../etc/pass\u202ewd.html", bytes, "text/html")).JsonAsync();
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

        Assert.Equal(code, await RefusalAsync(await UploadAsync(ada, name, Encoding.Latin1.GetBytes(latin))));
    }

    [Fact]
    public async Task A_bomb_is_refused_by_its_header()
    {
        using var ada = await fixture.SignInAsync();

        Assert.Equal("image-too-large", await RefusalAsync(await UploadAsync(ada, "bomb.png", Png(30_000, 30_000, rows: 1))));
        Assert.Equal("file-too-large", await RefusalAsync(await UploadAsync(ada, "long.txt", Encoding.UTF8.GetBytes(new string('x', (512 * 1024) + 1)))));
        Assert.Equal("file-too-large", await RefusalAsync(await UploadAsync(ada, "huge.png", [.. Png(4, 4, rows: 4), .. new byte[20 * 1024 * 1024]])));
    }

    [Fact]
    public async Task An_image_is_written_anew_without_what_else_was_in_it()
    {
        using var ada = await fixture.SignInAsync();
        var bytes = Png(3_000, 1_500, rows: 1_500, comment: "GPS 38.7N 9.1W");

        var made = await (await UploadAsync(ada, "holiday.jpg", bytes, "text/plain")).JsonAsync();
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
        var whole = Png(64, 64, rows: 64);

        var hidden = await (await UploadAsync(ada, "polyglot.png", [.. whole, .. "<script>alert(1)</script>"u8])).JsonAsync();
        var stored = await ada.Client.GetByteArrayAsync($"/api/v1/attachments/{hidden.GetProperty("id").GetGuid()}/content");

        Assert.DoesNotContain("script", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.Equal("not-an-image", await RefusalAsync(await UploadAsync(ada, "cut.png", whole[..20])));
        Assert.Equal("image-unreadable", await RefusalAsync(await UploadAsync(ada, "lies.jpg", [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 64, 0, 64, 1, 1, 0x11, 0, 0xFF, 0xD9])));
    }

    [Fact]
    public async Task Someone_elses_file_looks_absent()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var id = (await (await UploadAsync(ada, "mine.txt", "secret"u8.ToArray())).JsonAsync()).GetProperty("id").GetGuid();

        foreach (var path in new[] { $"/api/v1/attachments/{id}", $"/api/v1/attachments/{id}/content" })
            Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.DeleteAsync($"/api/v1/attachments/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ada.Client.GetAsync($"/api/v1/attachments/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.DeleteAsync($"/api/v1/attachments/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync($"/api/v1/attachments/{id}/content")).StatusCode);
    }

    /// <summary>A grey PNG that says it has this size, of as many rows as are wanted.</summary>
    private static byte[] Png(int width, int height, int rows, string? comment = null)
    {
        using var pixels = new MemoryStream();
        using (var zip = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            for (var row = 0; row < rows; row++) zip.Write(new byte[width + 1]);

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR"u8, [.. BigEndian(width), .. BigEndian(height), 8, 0, 0, 0, 0]);
        if (comment is not null) Chunk(file, "tEXt"u8, [.. "Comment\0"u8, .. Encoding.Latin1.GetBytes(comment)]);
        Chunk(file, "IDAT"u8, pixels.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. type, .. data];
        file.Write(BigEndian(data.Length));
        file.Write(body);
        file.Write(BigEndian((int)Crc(body)));
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
