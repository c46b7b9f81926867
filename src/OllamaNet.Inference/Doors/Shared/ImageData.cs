using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>Reads images that come inside a request. Addresses are not followed: a caller must not choose what the server fetches.</summary>
internal static class ImageData
{
    /// <summary><c>data:image/png;base64,…</c></summary>
    public static ImageContent FromDataUri(JsonField field)
    {
        var text = field.Text();
        if (!text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            throw DoorException.Unsupported(field.Path, $"'{field.Path}' must be a data URI (data:image/png;base64,…): images are not fetched from addresses.");

        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !text.AsSpan(5, comma - 5).EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) throw field.Wrong("a data URI in base64, such as data:image/png;base64,…");
        var mediaType = text[5..(comma - ";base64".Length)];
        if (!mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)) throw field.Wrong("an image");
        return new(mediaType, Decode(text.AsSpan(comma + 1), field));
    }

    /// <summary>Base64 without a prefix.</summary>
    public static ImageContent FromBase64(JsonField field, string? mediaType = null)
    {
        var data = Decode(field.Text(), field);
        return new(mediaType ?? MediaTypeOf(data.Span), data);
    }

    /// <summary>By the first bytes.</summary>
    public static string MediaTypeOf(ReadOnlySpan<byte> image) => image switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => "application/octet-stream",
    };

    private static ReadOnlyMemory<byte> Decode(ReadOnlySpan<char> base64, JsonField field)
    {
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(base64, bytes, out var length) || length == 0) throw field.Wrong("base64");
        return bytes.AsMemory(0, length);
    }
}
