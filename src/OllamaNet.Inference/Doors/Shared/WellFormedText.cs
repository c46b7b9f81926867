using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>JSON whose texts can all be read and written again. The parser alone takes what nobody can write: half a surrogate pair, bytes that are not UTF-8.</summary>
internal static class WellFormedText
{
    /// <param name="json">Valid but for that.</param>
    public static bool Is(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) return false;
        var expected = false;
        int escape;
        while ((escape = json.IndexOf((byte)'\\')) >= 0)
        {
            // The second half must come right behind the first.
            if (expected && escape > 0) return false;
            if (json[escape + 1] != 'u')
            {
                if (expected) return false;
                json = json[(escape + 2)..];
                continue;
            }

            var unit = (char)ushort.Parse(json.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (char.IsLowSurrogate(unit) != expected) return false;
            expected = char.IsHighSurrogate(unit);
            json = json[(escape + 6)..];
        }

        return !expected;
    }

    /// <summary>The first field whose text is at fault; null where it is a name.</summary>
    public static string? PathOfFault(JsonElement element, string path = "")
    {
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    _ = element.GetString();
                    break;
                case JsonValueKind.Array:
                    return element.EnumerateArray().Select((item, i) => PathOfFault(item, $"{path}[{i}]")).FirstOrDefault(p => p is not null);
                case JsonValueKind.Object:
                    return element.EnumerateObject().Select(m => PathOfFault(m.Value, path.Length == 0 ? m.Name : $"{path}.{m.Name}")).FirstOrDefault(p => p is not null);
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return path.Length == 0 ? null : path;
        }
    }
}
