using System.Text.Json;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Embedded.Grammar;

/// <summary>One schema object that remembers which of its keywords were understood.</summary>
internal sealed class SchemaPart(JsonElement schema, Func<string, InferenceException> unsupported)
{
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    public JsonElement? Use(string keyword)
    {
        if (!schema.TryGetProperty(keyword, out var value)) return null;
        used.Add(keyword);
        return value;
    }

    /// <summary>The types that are named, or that the other keywords imply.</summary>
    public IReadOnlyList<string> Types()
    {
        if (Use("type") is { } type)
        {
            return type.ValueKind switch
            {
                JsonValueKind.String => [type.GetString()!],
                JsonValueKind.Array => [.. type.EnumerateArray().Select(t => t.ToString())],
                _ => throw unsupported("has a `type` that is no name"),
            };
        }
        if (Has("properties") || Has("required") || Has("additionalProperties")) return ["object"];
        if (Has("items") || Has("minItems") || Has("maxItems")) return ["array"];
        return Has("minLength") || Has("maxLength") ? ["string"] : [];
    }

    /// <summary>Whether a listed value has one of the named types, if any are named.</summary>
    public bool Fits(JsonElement value) => !Has("type") || Types().Any(type => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    });

    /// <summary>How often something may be repeated. What would be too much for a grammar is cut where fewer are allowed too, and else refused.</summary>
    public (int Least, int? Most) Range(string minimum, string maximum, int limit)
    {
        var least = WholeNumber(minimum) ?? 0;
        var most = WholeNumber(maximum);
        if (least < 0 || most < least) throw unsupported($"has a `{minimum}` and `{maximum}` that nothing fits");
        if (least > limit) throw unsupported($"has a `{minimum}` above {limit}");
        return ((int)least, most is null ? null : (int)Math.Min(most.Value, limit));
    }

    public long? WholeNumber(string keyword)
    {
        if (Use(keyword) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || number != Math.Floor(number) || Math.Abs(number) > IntegerRange.Safe)
            throw unsupported($"has a `{keyword}` that is not a whole number of usual size");
        return (long)number;
    }

    public void RefuseUnused()
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!used.Contains(keyword.Name) && !SaysNothing(keyword)) throw unsupported($"uses `{keyword.Name}`");
        }
    }

    private static bool SaysNothing(JsonProperty keyword) => keyword is { Name: "uniqueItems", Value.ValueKind: JsonValueKind.False };

    private bool Has(string keyword) => schema.TryGetProperty(keyword, out _);
}
