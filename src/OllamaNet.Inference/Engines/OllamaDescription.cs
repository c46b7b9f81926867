using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines;

/// <summary>What Ollama tells about a model, in our words.</summary>
internal static class OllamaDescription
{
    private const int LongestText = 20_000, LongestFact = 100;

    public static EngineModel Of(OllamaModel model, OllamaShow show)
    {
        var details = show.Details ?? model.Details;
        return new(model.Name, CapabilitiesOf(show))
        {
            Digest = model.Digest,
            ContextLength = ContextLengthOf(show.ModelInfo),
            Size = model.Size,
            ParameterSize = details?.ParameterSize ?? model.Details?.ParameterSize,
            Family = details?.Family,
            Quantization = details?.QuantizationLevel ?? model.Details?.QuantizationLevel,
            DataLeavesSite = model.RemoteHost is not null,
            About = new()
            {
                Publisher = Fact(show.ModelInfo, "general.organization") ?? Fact(show.ModelInfo, "general.author"),
                Licence = Fact(show.ModelInfo, "general.license"),
                Languages = LanguagesOf(show.ModelInfo),
                LicenceText = Cut(show.License, LongestText),
                Template = Cut(show.Template, LongestText),
                Parameters = Cut(show.Parameters, LongestText),
            },
        };
    }

    private static string? Fact(JsonElement? info, string name) =>
        info is { ValueKind: JsonValueKind.Object } facts && facts.TryGetProperty(name, out var fact) && fact.ValueKind is JsonValueKind.String ? Cut(fact.GetString(), LongestFact) : null;

    private static string[] LanguagesOf(JsonElement? info) =>
        info is { ValueKind: JsonValueKind.Object } facts && facts.TryGetProperty("general.languages", out var all) && all.ValueKind is JsonValueKind.Array
            ? [.. all.EnumerateArray().Where(l => l.ValueKind is JsonValueKind.String).Select(l => l.GetString()!).Where(l => l.Length is > 1 and <= 10 && l.All(c => char.IsAsciiLetter(c) || c == '-')).Distinct(StringComparer.Ordinal).Take(50)]
            : [];

    // Whoever made the model wrote it: it may be long, and have in it what no column of text takes.
    private static string? Cut(string? text, int length) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Concat(text.EnumerateRunes().Where(r => r.Value is '\n' or '\t' or >= ' ').Take(length));

    private static ModelCapabilities CapabilitiesOf(OllamaShow show)
    {
        // Servers before 0.6.4 name none.
        if (show.Capabilities is null)
        {
            if (show.Details?.Family?.Contains("bert", StringComparison.Ordinal) == true) return ModelCapabilities.Embedding;
            return ModelCapabilities.Completion | ModelCapabilities.JsonSchema | (show.ProjectorInfo is null ? ModelCapabilities.None : ModelCapabilities.Vision);
        }

        return show.Capabilities.Aggregate(ModelCapabilities.None, (all, name) => all | name switch
        {
            "completion" => ModelCapabilities.Completion | ModelCapabilities.JsonSchema,
            "vision" => ModelCapabilities.Vision,
            "thinking" => ModelCapabilities.Thinking,
            "tools" => ModelCapabilities.Tools,
            "embedding" => ModelCapabilities.Embedding,
            _ => ModelCapabilities.None,
        });
    }

    private static int? ContextLengthOf(JsonElement? info)
    {
        if (info is not { ValueKind: JsonValueKind.Object } facts) return null;
        foreach (var fact in facts.EnumerateObject())
        {
            if (fact.Name.EndsWith(".context_length", StringComparison.Ordinal) && fact.Value.ValueKind is JsonValueKind.Number && fact.Value.TryGetInt32(out var length))
                return length;
        }

        return null;
    }
}
