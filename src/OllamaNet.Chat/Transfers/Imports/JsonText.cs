using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>Reads other programs' JSON without believing anything: what is of another type is not there, and text is made fit for the database.</summary>
internal static class JsonText
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public static string? TextOf(this JsonElement element, string name) => element.Member(name)?.AsText();

    public static bool IsTrue(this JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.String) return null;
        try
        {
            return Clean(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, as programs leave it that cut texts: a sign in its place.
            using var mended = JsonDocument.Parse(Mend(element.GetRawText()));
            return Clean(mended.RootElement.GetString()!);
        }
    }

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    /// <summary>Seconds since 1970; thousandths and more of them when the number is that large.</summary>
    public static DateTimeOffset? TimeOf(this JsonElement element, string name, DateTimeOffset now)
    {
        if (element.Member(name) is not { ValueKind: JsonValueKind.Number } number || !number.TryGetDouble(out var seconds) || !double.IsFinite(seconds)) return null;
        while (seconds > 100_000_000_000) seconds /= 1000;
        return seconds <= 0 ? null : Within(DateTimeOffset.UnixEpoch.AddSeconds(seconds), now);
    }

    /// <summary>A time that a conversation can have been at.</summary>
    public static DateTimeOffset Within(DateTimeOffset time, DateTimeOffset now) => time < Earliest ? Earliest : time > now ? now : time.ToUniversalTime();

    public static string Clean(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;

    /// <summary>At most so long, and never half a character.</summary>
    public static string? Cut(string? text, int length)
    {
        if (text is null || text.Length <= length) return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Mend(string json)
    {
        var mended = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length;)
        {
            var length = json[i] != '\\' ? 1 : json[i + 1] != 'u' ? 2 : Escaped(json, i) is { } high && char.IsHighSurrogate(high) && Escaped(json, i + 6) is { } low && char.IsLowSurrogate(low) ? 12 : 6;
            if (length == 6 && char.IsSurrogate(Escaped(json, i)!.Value)) mended.Append("\\ufffd");
            else mended.Append(json, i, length);
            i += length;
        }

        return mended.ToString();
    }

    private static char? Escaped(string json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u' && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : null;
}
