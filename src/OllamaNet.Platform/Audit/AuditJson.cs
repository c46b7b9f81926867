using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OllamaNet.Platform.Audit;

/// <summary>What was before and after, as JSON without secrets: whoever records a whole object need not remember which of it is one.</summary>
internal static class AuditJson
{
    internal const string Masked = "•••";
    private const int LongestText = 500, LongestJson = 16_000;
    private static readonly string[] Secret = ["password", "secret", "token", "apikey", "authorization", "hash", "credential", "privatekey", "connectionstring"];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string? Of(object? value)
    {
        if (value is null) return null;
        var json = JsonSerializer.SerializeToNode(value, value.GetType(), Options);
        if (json is null) return null;
        var text = Clean(json).ToJsonString(Options);
        return text.Length <= LongestJson ? text : $$"""{"tooLong":{{text.Length}}}""";
    }

    private static JsonNode Clean(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    if (value is null) continue;
                    members[name] = value is JsonValue && value.GetValueKind() is JsonValueKind.String && IsSecret(name) ? Masked : Clean(value).DeepClone();
                }

                return members;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                    if (items[i] is { } item) items[i] = Clean(item).DeepClone();
                return items;
            default:
                return node.GetValueKind() is JsonValueKind.String && node.GetValue<string>() is var text ? Plain(text) : node;
        }
    }

    private static bool IsSecret(string name) => Secret.Any(s => name.Contains(s, StringComparison.OrdinalIgnoreCase));

    private static JsonNode Plain(string text)
    {
        var clean = text.Replace("\0", "", StringComparison.Ordinal);
        return clean.Length <= LongestText ? clean : string.Concat(clean.EnumerateRunes().Take(LongestText)) + "…";
    }
}
