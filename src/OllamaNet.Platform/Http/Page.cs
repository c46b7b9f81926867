using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OllamaNet.Platform.Http;

/// <param name="Next">Cursor of the next page, for <c>after</c>; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

public static class Page
{
    /// <summary>A page of <paramref name="limit"/> from a query that asked for one more.</summary>
    public static Page<T> Of<T>(List<T> found, int limit, Func<T, string> cursor) =>
        found.Count <= limit ? new(found, null) : new(found[..limit], cursor(found[limit - 1]));
}

/// <summary>A place in a list that is ordered by time and id; opaque to callers.</summary>
public static class Cursor
{
    public static string Format(DateTimeOffset time, Guid id)
    {
        Span<byte> text = stackalloc byte[64];
        _ = Encoding.ASCII.TryGetBytes($"{time.UtcTicks}:{id:N}", text, out var length);
        return Base64Url.EncodeToString(text[..length]);
    }

    public static bool TryParse(string cursor, out DateTimeOffset time, out Guid id)
    {
        (time, id) = (default, default);
        Span<byte> bytes = stackalloc byte[64];
        if (cursor.Length > 80 || Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) is not OperationStatus.Done) return false;

        var parts = Encoding.ASCII.GetString(bytes[..length]).Split(':');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTime.MaxValue.Ticks || !Guid.TryParseExact(parts[1], "N", out id)) return false;
        time = new(ticks, TimeSpan.Zero);
        return true;
    }
}
