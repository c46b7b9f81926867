using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OllamaNet.Catalog.Discovery;

/// <summary>A place in a list that is ordered by a number and a model's name; opaque to callers.</summary>
internal static class Place
{
    private const int Longest = 1200;

    public static string Format(double key, string name) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key:R}\n{name}")));

    public static bool TryParse(string cursor, out double key, out string name)
    {
        (key, name) = (0, "");
        if (cursor.Length is 0 or > Longest || !Base64Url.IsValid(cursor)) return false;

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || text.Contains('\0', StringComparison.Ordinal) || !double.TryParse(text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out key)) return false;
        name = text[(end + 1)..];
        return name.Length > 0 && !double.IsNaN(key);
    }
}
