using System.IO.Compression;
using System.Text;

namespace OllamaNet.Chat.Tests;

/// <summary>Image files, honest and otherwise.</summary>
internal static class Images
{
    private const string Photograph = "/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAAQACABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AOZooooooor/2Q==";
    private const string WebPWithExif = "UklGRgYBAABXRUJQVlA4WAoAAAAIAAAAHwAADwAAVlA4ICYAAACwAgCdASogABAAPpE6l0eloyIhMAgAsBIJaQAAeyAA/vjPeMAAAEVYSUa6AAAARXhpZgAASUkqAAgAAAAGABIBAwABAAAAAQAAABoBBQABAAAAVgAAABsBBQABAAAAXgAAACgBAwABAAAAAgAAABMCAwABAAAAAQAAAGmHBAABAAAAZgAAAAAAAAA4YwAA6AMAADhjAADoAwAABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAACAAAAADoAQAAQAAABAAAAAAAAAA";

    /// <summary>32 × 16, with an EXIF block.</summary>
    public static byte[] WebP() => Convert.FromBase64String(WebPWithExif);

    /// <summary>32 × 16 as it lies, with EXIF that says how to turn it, and a description.</summary>
    public static byte[] Jpeg(byte orientation, string description)
    {
        var text = Encoding.ASCII.GetBytes(description + "\0");
        byte[] exif =
        [
            .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 2, 0,
            0x0E, 0x01, 2, 0, (byte)text.Length, 0, 0, 0, 38, 0, 0, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0,
            0, 0, 0, 0, .. text,
        ];
        var image = Convert.FromBase64String(Photograph);
        return [.. image[..2], 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. image[2..]];
    }

    /// <summary>One pixel, as many times as wanted.</summary>
    public static byte[] Gif(int frames)
    {
        using var file = new MemoryStream();
        file.Write([.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF]);
        for (var i = 0; i < frames; i++) file.Write([0x21, 0xF9, 4, 0, 1, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
        file.WriteByte(0x3B);
        return file.ToArray();
    }

    /// <summary>A grey PNG that says it has this size, of as many rows as are wanted.</summary>
    public static byte[] Png(int width, int height, int rows, string? comment = null)
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
