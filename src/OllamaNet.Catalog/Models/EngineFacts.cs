using System.Globalization;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Catalog.Models;

/// <summary>What engines say of a model, in the catalogue's words. Any engine may have said anything: texts are cut and cleaned.</summary>
internal static class EngineFacts
{
    public static ModelFacts Of(IReadOnlyList<ModelPlace> places)
    {
        var about = places.Select(p => p.About).FirstOrDefault(a => a is not null);
        return new()
        {
            Publisher = Clean(about?.Publisher),
            Licence = Clean(about?.Licence),
            Family = Clean(First(places, p => p.Family)),
            ParameterSize = Clean(First(places, p => p.ParameterSize)),
            Quantization = Clean(First(places, p => p.Quantization)),
            ContextLength = places.Max(p => p.ContextLength),
            Capabilities = CapabilityNames.Of(places.Aggregate(ModelCapabilities.None, (all, p) => all | p.Capabilities)),
            Size = places.Select(p => p.Size).FirstOrDefault(s => s > 0),
            Languages = about is { Languages.Count: > 0 } ? about.Languages : null,
            Parameters = ParametersOf(about?.Parameters),
        };
    }

    /// <summary>Of a name that stands for others, and of what the catalogue has no row of yet.</summary>
    public static ModelFacts Of(ModelInfo model) => new()
    {
        Family = Clean(model.Family),
        ParameterSize = Clean(model.ParameterSize),
        Quantization = Clean(model.Quantization),
        ContextLength = model.ContextLength,
        Capabilities = CapabilityNames.Of(model.Capabilities),
        Size = model.Size > 0 ? model.Size : null,
    };

    public static ModelTexts TextsOf(IReadOnlyList<ModelPlace> places) =>
        places.Select(p => p.About).FirstOrDefault(a => a is not null) is { } about ? new(about.LicenceText, about.Template, about.Parameters) : new();

    private static string? First(IReadOnlyList<ModelPlace> places, Func<ModelPlace, string?> fact) => places.Select(fact).FirstOrDefault(f => !string.IsNullOrWhiteSpace(f));

    private static string? Clean(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Concat(text.Trim().EnumerateRunes().Where(r => !System.Text.Rune.IsControl(r)).Take(50));

    /// <summary>A name and a value a line, as Ollama writes them; what is not known here is only shown.</summary>
    private static ModelParameters? ParametersOf(string? lines)
    {
        if (lines is null) return null;
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Split('\n'))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var name, var value]) said.TryAdd(name, value);
        }

        var parameters = new ModelParameters
        {
            Temperature = Number(said, "temperature"),
            TopP = Number(said, "top_p"),
            TopK = Whole(said, "top_k"),
            MinP = Number(said, "min_p"),
            RepeatPenalty = Number(said, "repeat_penalty"),
            ContextLength = Whole(said, "num_ctx"),
        };
        return parameters == new ModelParameters() ? null : parameters;
    }

    private static double? Number(Dictionary<string, string> said, string name) =>
        said.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static int? Whole(Dictionary<string, string> said, string name) =>
        said.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
