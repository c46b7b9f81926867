using System.Buffers.Binary;
using System.Buffers.Text;

namespace OllamaNet.Chat.Search;

/// <summary>The last hit of a page. Recency counts from the time of the first page, so that the order of the later ones is the same.</summary>
internal readonly record struct SearchCursor(DateTimeOffset Now, double Score, Guid Id)
{
    private const int Length = 32;

    public string Format()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Now.UtcTicks);
        BinaryPrimitives.WriteDoubleBigEndian(bytes[8..], Score);
        Id.TryWriteBytes(bytes[16..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string text, out SearchCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text) || text.Length > 64 || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length) return false;

        var (ticks, score) = (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadDoubleBigEndian(bytes[8..]));
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks || !double.IsFinite(score)) return false;
        cursor = new(new(ticks, TimeSpan.Zero), score, new Guid(bytes[16..]));
        return true;
    }
}
