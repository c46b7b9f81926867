using OllamaNet.Catalog.Models.Administration;
using OllamaNet.Catalog.Tags;

namespace OllamaNet.Catalog.Discovery;

/// <summary>A model as users find it.</summary>
/// <param name="Name">What it is asked by.</param>
/// <param name="Description">Cut to a few lines in lists.</param>
/// <param name="AddedAt">When it was first seen here.</param>
/// <param name="Requests">How often it was asked here in the last 30 days; null for who is not signed in.</param>
/// <param name="TokensPerSecond">How fast it answered here in the last 30 days; null: not measured.</param>
/// <param name="DataLeavesSite">Whether what is sent to it goes to somebody else's machines.</param>
/// <param name="AliasOf">For a name that stands for others: the models that are tried, in order.</param>
public sealed record ModelCard(
    string Name, string? DisplayName, string? Description, string? Publisher, string? Licence, string? Family, string? ParameterSize, string? Quantization, int? ContextLength, long? Size,
    IReadOnlyList<string> Capabilities, IReadOnlyList<string> Languages, DateOnly? ReleasedOn, IReadOnlyList<TagOnModel> Tags, Guid? PictureId, bool Featured, DateTimeOffset? AddedAt,
    long? Requests, double? TokensPerSecond, bool DataLeavesSite, bool Demo, IReadOnlyList<string>? AliasOf)
{
    internal static ModelCard Example { get; } = new(
        "llama3.2:3b", "Llama 3.2", "Small and quick; good for short texts.", "Meta", "llama3.2", "llama", "3.2B", "Q4_K_M", 131072, 2019393189, ["completion", "tools"], ["en", "de"], new(2024, 9, 25),
        [new(ModelTagResponse.Example.Id, "writing", "blue")], PictureId: null, Featured: true, new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), 412, 48.5, DataLeavesSite: false, Demo: false, AliasOf: null);
}

/// <param name="Value">What to filter by.</param>
/// <param name="Count">How many models there would be, with the other filters as they are.</param>
public sealed record FacetValue(string Value, int Count, string? Colour = null);

/// <param name="Sizes">small (below 4 GB), medium (below 16 GB), large (below 64 GB), huge.</param>
/// <param name="Contexts">At least so many tokens.</param>
public sealed record ModelFacets(
    IReadOnlyList<FacetValue> Tags, IReadOnlyList<FacetValue> Capabilities, IReadOnlyList<FacetValue> Families, IReadOnlyList<FacetValue> Sizes, IReadOnlyList<FacetValue> Contexts);

/// <param name="Next">Cursor of the next page, for <c>after</c>; null on the last.</param>
/// <param name="Total">How many models match.</param>
public sealed record ModelFindings(IReadOnlyList<ModelCard> Items, string? Next, int Total, ModelFacets Facets);

/// <summary>Everything that is told about a model.</summary>
/// <param name="LicenceText">The whole text, as the engine has it.</param>
/// <param name="Template">How messages become a prompt.</param>
/// <param name="ParameterLines">The engine's own defaults, as it writes them.</param>
/// <param name="Versions">Models of the same name with another tag, this one among them.</param>
/// <param name="Nodes">Where it is; for administrators of nodes, null for others.</param>
public sealed record ModelDetail(
    ModelCard Model, Models.ModelParameters? Parameters, string? LicenceText, string? Template, string? ParameterLines, IReadOnlyList<ModelCard> Versions, IReadOnlyList<ModelCard> Related,
    IReadOnlyList<ModelOnNode>? Nodes)
{
    internal static ModelDetail Example { get; } = new(
        ModelCard.Example, new() { Temperature = 0.7 }, "LLAMA 3.2 COMMUNITY LICENSE AGREEMENT …", "{{ .Prompt }}", "temperature 0.7", [ModelCard.Example], [], Nodes: null);
}
