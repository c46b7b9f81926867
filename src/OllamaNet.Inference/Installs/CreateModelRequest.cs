using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using OllamaNet.Inference.Doors.Ollama;
using OllamaNet.Inference.Models;

namespace OllamaNet.Inference.Installs;

/// <param name="From">The model that it is made of.</param>
/// <param name="System">Its system prompt.</param>
/// <param name="Template">How messages become a prompt, in Ollama's form; left out: that of the base.</param>
/// <param name="Parameters">By Ollama's names, such as <c>temperature</c>: numbers, texts, truth values, or lists of texts.</param>
/// <param name="Adapters">File names and the digests of files that were uploaded to the node.</param>
/// <param name="NodeIds">Left out: every node that installs models and can be reached.</param>
public sealed record CreateModelRequest(
    [Required, MaxLength(ModelNames.MaxLength)] string Name,
    [Required, MaxLength(ModelNames.MaxLength)] string From,
    [MaxLength(100_000)] string? System = null,
    [MaxLength(100_000)] string? Template = null,
    [MaxLength(50)] IReadOnlyDictionary<string, JsonElement>? Parameters = null,
    [MaxLength(10)] IReadOnlyDictionary<string, string>? Adapters = null,
    [MaxLength(1000)] IReadOnlyList<Guid>? NodeIds = null)
{
    private const int LongestParameter = 1000;

    internal JsonElement Recipe
    {
        get
        {
            JsonObject recipe = new() { ["model"] = Name, ["from"] = From };
            if (!string.IsNullOrEmpty(System)) recipe["system"] = System;
            if (!string.IsNullOrEmpty(Template)) recipe["template"] = Template;
            if (Parameters is { Count: > 0 }) recipe["parameters"] = new JsonObject(Parameters.Select(p => KeyValuePair.Create(p.Key, JsonNode.Parse(p.Value.GetRawText()))));
            if (Adapters is { Count: > 0 }) recipe["adapters"] = new JsonObject(Adapters.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
            return JsonSerializer.SerializeToElement(recipe);
        }
    }

    internal Dictionary<string, string[]> Check(IReadOnlyList<string> registries)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!OllamaNames.IsName(Name)) errors["name"] = ["A model's name looks like house:stable."];
        if (!OllamaNames.IsName(From)) errors["from"] = ["A model's name looks like llama3.2:3b."];
        // What is not there the node pulls.
        else if (OllamaNames.Forbidden(From, registries) is { } why) errors["from"] = [char.ToUpperInvariant(why[0]) + why[1..]];
        if (Parameters?.Any(p => !IsParameter(p.Key, p.Value)) is true) errors["parameters"] = ["A parameter has a name of small letters and underscores, and is a number, a text, a truth value or a list of texts."];
        if (Adapters?.Any(a => !OllamaNames.IsFileName(a.Key) || a.Value is null || !OllamaNames.IsDigest(a.Value)) is true) errors["adapters"] = ["An adapter is a plain file name with its digest: sha256: and 64 hexadecimal digits."];
        return errors;
    }

    private static bool IsParameter(string name, JsonElement value) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterLower(c) || c is '_') && value.GetRawText().Length <= LongestParameter && value.ValueKind switch
        {
            JsonValueKind.Number or JsonValueKind.String or JsonValueKind.True or JsonValueKind.False => true,
            JsonValueKind.Array => value.EnumerateArray().All(v => v.ValueKind is JsonValueKind.String),
            _ => false,
        };
}
