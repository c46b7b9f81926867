using OllamaNet.Catalog.Models;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Catalog.Discovery;

/// <summary>A model that this caller may see, with what the catalogue knows of it.</summary>
internal sealed record FoundModel(ModelInfo Info, CatalogueEntry Entry, ModelFigures? Figures)
{
    private const int ShownDescription = 240;

    public string Name => Info.Name;

    public ModelFacts Facts => Entry.Facts;

    public IReadOnlyList<string> Capabilities => Facts.Capabilities ?? [];

    public string SizeClass => Facts.Size switch
    {
        null => "",
        < 4_000_000_000 => "small",
        < 16_000_000_000 => "medium",
        < 64_000_000_000 => "large",
        _ => "huge",
    };

    /// <summary>Before the colon.</summary>
    public string BaseName => Name.LastIndexOf(':') is var end and > 0 ? Name[..end] : Name;

    public ModelCard ToCard(bool whole, bool withUse) => new(
        Name, Facts.DisplayName, whole || Facts.Description is null or { Length: <= ShownDescription } ? Facts.Description : CutDescription(Facts.Description), Facts.Publisher, Facts.Licence, Facts.Family, Facts.ParameterSize,
        Facts.Quantization, Facts.ContextLength, Facts.Size, Capabilities, Facts.Languages ?? [], Facts.ReleasedOn, Entry.Tags, Entry.PictureId, Entry.Featured, Entry.AddedAt,
        withUse ? Figures?.Requests ?? 0 : null, Figures?.TokensPerSecond, Info.DataLeavesSite, Info.Demo, Info.AliasOf);

    private static string CutDescription(string text) => string.Concat(text.EnumerateRunes().Take(ShownDescription - 2)) + "…";
}
