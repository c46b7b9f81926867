using System.Buffers.Binary;
using System.Buffers.Text;

namespace OllamaNet.Chat.Search;

/// <summary>The last hit of a page. Recency counts from the time of the first page, so that the order of the later ones is the same.</summary>
/// <param name="Batch">What is older than this is meant; null for the newest batch.</param>
internal readonly record struct SearchCursor(DateTimeOffset Now, double Score, Guid Id, SearchBatch? Batch)
{
    private const int Length = 32;
    private const int LengthWithBatch = 56;

    /// <summary>Before the first hit of a batch.</summary>
    public static SearchCursor StartOf(DateTimeOffset now, SearchBatch batch) => new(now, double.MaxValue, Guid.AllBitsSet, batch);

    public string Format()
    {
        Span<byte> bytes = stackalloc byte[LengthWithBatch];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Now.UtcTicks);
        BinaryPrimitives.WriteDoubleBigEndian(bytes[8..], Score);
        Id.TryWriteBytes(bytes[16..]);
        if (Batch is not { } batch) return Base64Url.EncodeToString(bytes[..Length]);

        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], batch.At.UtcTicks);
        batch.Id.TryWriteBytes(bytes[40..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string text, out SearchCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[LengthWithBatch];
        if (!Base64Url.IsValid(text) || text.Length > 80 || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written is not (Length or LengthWithBatch)) return false;

        var score = BinaryPrimitives.ReadDoubleBigEndian(bytes[8..]);
        if (ReadTime(bytes) is not { } now || !double.IsFinite(score)) return false;
        cursor = new(now, score, new Guid(bytes[16..32]), null);
        if (written == Length) return true;
        if (ReadTime(bytes[32..]) is not { } at) return false;
        cursor = cursor with { Batch = new(at, new Guid(bytes[40..])) };
        return true;
    }

    private static DateTimeOffset? ReadTime(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt64BigEndian(bytes) is >= 0 and var ticks && ticks <= DateTime.MaxValue.Ticks ? new(ticks, TimeSpan.Zero) : null;
}

/// <summary>The last of a batch by time, whatever its kind.</summary>
internal readonly record struct SearchBatch(DateTimeOffset At, Guid Id);
