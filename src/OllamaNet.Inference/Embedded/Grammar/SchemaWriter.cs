using System.Text.Encodings.Web;
using System.Text.Json;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Embedded.Grammar;

/// <summary>Walks a schema and writes a rule for each part of it.</summary>
internal sealed class SchemaWriter(JsonElement root, GrammarRules rules)
{
    private const int Deepest = 64;
    private const int MostMembers = 500;
    private const int MostRepetitions = 1000;

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // They say nothing about what is valid.
    private static readonly string[] Annotations =
        ["$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "format", "contentMediaType", "contentEncoding", "nullable"];

    private readonly Dictionary<string, string> references = new(StringComparer.Ordinal);

    public string Write() => Rule(root, depth: 0);

    /// <summary>The name of a rule that matches what the schema allows.</summary>
    private string Rule(JsonElement schema, int depth)
    {
        if (depth > Deepest) throw Unsupported("is nested too deep");
        if (schema.ValueKind == JsonValueKind.True) return "value";
        if (schema.ValueKind == JsonValueKind.False) throw Unsupported("holds `false`, which nothing fits");
        if (schema.ValueKind != JsonValueKind.Object) throw Unsupported("holds a part that is no schema");

        var part = new SchemaPart(schema, Unsupported);
        foreach (var name in Annotations) part.Use(name);
        var rule = Choose(part, depth);
        part.RefuseUnused();
        return rule;
    }

    private string Choose(SchemaPart part, int depth)
    {
        if (part.Use("$ref") is { } reference) return Reference(reference.GetString() ?? "", depth);
        if (part.Use("const") is { } constant) return Values(part, [constant]);
        if (part.Use("enum") is { } choices) return Values(part, choices.ValueKind == JsonValueKind.Array ? choices.EnumerateArray() : []);
        if ((part.Use("anyOf") ?? part.Use("oneOf")) is { } options)
        {
            if (options.ValueKind != JsonValueKind.Array || options.GetArrayLength() == 0) throw Unsupported("has an `anyOf` without schemas");
            return rules.Add(string.Join(" | ", options.EnumerateArray().Select(option => Rule(option, depth + 1))));
        }
        if (part.Use("allOf") is { } all)
        {
            if (all.ValueKind != JsonValueKind.Array || all.GetArrayLength() != 1) throw Unsupported("uses `allOf` with several schemas");
            return Rule(all[0], depth + 1);
        }
        return Typed(part, depth);
    }

    private string Values(SchemaPart part, IEnumerable<JsonElement> values)
    {
        var fitting = values.Where(part.Fits).Select(Literal).ToList();
        return fitting.Count > 0 ? rules.Add(string.Join(" | ", fitting)) : throw Unsupported("has an `enum` or `const` that nothing fits");
    }

    private string Typed(SchemaPart part, int depth)
    {
        var types = part.Types();
        if (types.Count == 0) return "value";
        // Each type takes only its own keywords; what none of them takes is refused by the caller.
        var alternatives = types.Select(type => type switch
        {
            "object" => Object(part, depth),
            "array" => Array(part, depth),
            "string" => Text(part),
            "integer" => Integer(part),
            "number" or "boolean" or "null" => type,
            _ => throw Unsupported($"names the type `{type}`, which JSON does not have"),
        }).ToList();
        return alternatives.Count == 1 ? alternatives[0] : rules.Add(string.Join(" | ", alternatives));
    }

    private string Object(SchemaPart part, int depth)
    {
        var properties = part.Use("properties") is { ValueKind: JsonValueKind.Object } declared ? declared.EnumerateObject().ToList() : [];
        var required = part.Use("required") is { ValueKind: JsonValueKind.Array } names ? names.EnumerateArray().Select(n => n.GetString() ?? "").ToHashSet(StringComparer.Ordinal) : [];
        var others = part.Use("additionalProperties");
        var isClosed = others is { ValueKind: JsonValueKind.False };
        string Other() => others is { ValueKind: JsonValueKind.Object } schema ? Rule(schema, depth + 1) : "value";

        var members = properties.Select(p => new ObjectMember(Member(p.Name, Rule(p.Value, depth + 1)), required.Contains(p.Name))).ToList();
        foreach (var name in required.Where(r => properties.All(p => p.Name != r)))
        {
            if (isClosed) throw Unsupported($"requires `{name}`, which it does not allow");
            members.Add(new ObjectMember(Member(name, Other()), IsRequired: true));
        }
        if (members.Count > MostMembers) throw Unsupported($"has an object with more than {MostMembers} properties");
        if (members.Count > 0) return rules.Add(ObjectMember.Join(members, rules));
        if (isClosed) return rules.Add("\"{\" ws \"}\"");
        if (others is not { ValueKind: JsonValueKind.Object }) return "object";

        var member = rules.Add($"string colon {Other()}");
        return rules.Add($"\"{{\" ws ({member} (comma {member})*)? ws \"}}\"");
    }

    private string Member(string name, string value) => rules.Add($"{GrammarRules.Literal(Json(name))} colon {value}");

    private string Array(SchemaPart part, int depth)
    {
        var item = part.Use("items") is { } items ? Rule(items, depth + 1) : "value";
        var (least, most) = part.Range("minItems", "maxItems", MostRepetitions);
        if (most == 0) return rules.Add("\"[\" ws \"]\"");

        var rest = $"(comma {item}){Repetition(Math.Max(0, least - 1), most - 1)}";
        var filled = $"{item} {rest}";
        return rules.Add($"\"[\" ws {(least == 0 ? $"({filled})?" : filled)} ws \"]\"");
    }

    private string Text(SchemaPart part)
    {
        var (least, most) = part.Range("minLength", "maxLength", MostRepetitions);
        return least == 0 && most is null ? "string" : rules.Add($"\"\\\"\" char{Repetition(least, most)} \"\\\"\"");
    }

    private string Integer(SchemaPart part)
    {
        var least = part.WholeNumber("minimum") ?? (part.WholeNumber("exclusiveMinimum") + 1);
        var most = part.WholeNumber("maximum") ?? (part.WholeNumber("exclusiveMaximum") - 1);
        if (least is null && most is null) return "integer";
        if (least > most) throw Unsupported("has a `minimum` above its `maximum`");
        return rules.Add(IntegerRange.Between(least ?? -IntegerRange.Largest, most ?? IntegerRange.Largest));
    }

    private string Reference(string reference, int depth)
    {
        if (references.TryGetValue(reference, out var known)) return known;
        var target = Resolve(reference);
        var name = references[reference] = rules.Reserve();
        var rule = Rule(target, depth + 1);
        if (rule == name) throw Unsupported($"has a `$ref` {reference} that only names itself");
        rules.Define(name, rule);
        return name;
    }

    private JsonElement Resolve(string reference)
    {
        if (reference is not ['#', ..]) throw Unsupported($"has a `$ref` to {reference}; only parts of the schema itself can be named");
        var target = root;
        foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target)) throw Unsupported($"has a `$ref` to {reference}, which is not there");
        }
        return target;
    }

    private static string Repetition(int least, int? most) => most is null ? least == 0 ? "*" : $"{{{least},}}" : $"{{{least},{most}}}";

    private static string Literal(JsonElement value) => GrammarRules.Literal(JsonSerializer.Serialize(value, AsWritten));

    private static string Json(string text) => JsonSerializer.Serialize(text, AsWritten);

    private static InferenceException Unsupported(string what) =>
        new(InferenceError.Unsupported, $"The JSON schema {what}. The embedded engine cannot hold a model to it.") { Parameter = "format" };
}
