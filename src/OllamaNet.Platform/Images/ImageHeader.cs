using System.Buffers.Binary;

namespace OllamaNet.Platform.Images;

/// <summary>What the first bytes of a file say: which kind of image, how large. Nothing is decoded for it, and nothing the client said is believed.</summary>
public readonly record struct ImageHeader(string MediaType, string Extension, int Width, int Height)
{
    public long Pixels => (long)Width * Height;

    /// <summary>Lossy and without transparency.</summary>
    public bool IsPhotograph { get; private init; }

    /// <summary>Null for what is no PNG, JPEG, WebP or GIF, or is cut off before its size.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(PngSignature)) return Png(file);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return Jpeg(file);
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)) return Gif(file);
        return file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? WebP(file) : null;
    }

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ImageHeader? Png(ReadOnlySpan<byte> file) => file.Length >= 24 && file[12..].StartsWith("IHDR"u8) && HasEnd(file)
        ? Of("image/png", "png", BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]))
        : null;

    /// <summary>From chunk to chunk up to the last one. libvips shows what there is of a PNG that is cut off, without a word.</summary>
    private static bool HasEnd(ReadOnlySpan<byte> file)
    {
        for (long at = 8; at + 12 <= file.Length;)
        {
            if (file[((int)at + 4)..].StartsWith("IEND"u8)) return true;
            at += 12L + BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
        }

        return false;
    }

    private static ImageHeader? Gif(ReadOnlySpan<byte> file) => file.Length >= 10
        ? Of("image/gif", "gif", BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]))
        : null;

    private static ImageHeader? WebP(ReadOnlySpan<byte> file)
    {
        if (file.Length < 30) return null;
        var data = file[20..];
        if (file[12..].StartsWith("VP8X"u8)) return Of("image/webp", "webp", 1 + UInt24(data[4..]), 1 + UInt24(data[7..]));
        if (file[12..].StartsWith("VP8L"u8) && data[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return Of("image/webp", "webp", 1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        return file[12..].StartsWith("VP8 "u8) && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? Of("image/webp", "webp", BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF, photograph: true)
            : null;
    }

    /// <summary>From segment to segment up to the frame header that has the size.</summary>
    private static ImageHeader? Jpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 9 < file.Length;)
        {
            if (file[at] != 0xFF) return null;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Of("image/jpeg", "jpg", BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), photograph: true);
            if (marker is 0xD9 or 0xDA) return null;
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static ImageHeader? Of(string mediaType, string extension, int width, int height, bool photograph = false) =>
        width > 0 && height > 0 ? new(mediaType, extension, width, height) { IsPhotograph = photograph } : null;
}
