using System.Text;
using System.Text.Json;

namespace OllamaNet.Chat.FollowUps;

/// <summary>Reads questions out of what a model gave: JSON as it was asked for, JSON inside other text, or just lines.</summary>
internal static class FollowUpText
{
    public const int Most = 3;
    private const int MaxLength = 140;

    /// <summary>What forces an engine that can be forced.</summary>
    public static JsonElement Schema { get; } = JsonDocument.Parse(
        """{"type":"object","properties":{"questions":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":3}},"required":["questions"],"additionalProperties":false}""").RootElement;

    public static IReadOnlyList<string> Read(string text)
    {
        var found = FromJson(text, '{', '}') ?? FromJson(text, '[', ']') ?? FromLines(text);
        return [.. found.Select(Clean).Where(q => q.Length is > 2 and <= MaxLength).Distinct(StringComparer.OrdinalIgnoreCase).Take(Most)];
    }

    private static List<string>? FromJson(string text, char open, char close)
    {
        var (from, to) = (text.IndexOf(open, StringComparison.Ordinal), text.LastIndexOf(close));
        if (from < 0 || to <= from) return null;
        try
        {
            using var json = JsonDocument.Parse(text.AsMemory(from, to - from + 1), new() { AllowTrailingCommas = true, MaxDepth = 8 });
            var list = json.RootElement.ValueKind is JsonValueKind.Array ? json.RootElement
                : json.RootElement.EnumerateObject().Select(p => p.Value).FirstOrDefault(v => v.ValueKind is JsonValueKind.Array);
            if (list.ValueKind is not JsonValueKind.Array) return null;
            return [.. list.EnumerateArray().Where(q => q.ValueKind is JsonValueKind.String).Select(q => q.GetString()!)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half a character
        {
            return null;
        }
    }

    /// <summary>Only lines that ask: a refusal or an introduction is no suggestion.</summary>
    private static IEnumerable<string> FromLines(string text) =>
        text.Split('\n').Select(Clean).Where(line => line.EndsWith('?') || line.EndsWith('？') || line.EndsWith('؟'));

    private static string Clean(string line)
    {
        var clean = new StringBuilder();
        foreach (var rune in line.EnumerateRunes()) clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return clean.ToString().Trim().TrimStart('-', '*', '•', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', ')', ' ').Trim('"', '“', '”', '*', ' ');
    }
}
