using System.ComponentModel.DataAnnotations;
using OllamaNet.Catalog.Tags;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Catalog.Models.Administration;

/// <summary>A model as administrators see it.</summary>
/// <param name="Engine">What its engine says; kept up to date by itself.</param>
/// <param name="Edited">What administrators say instead. What is null here is as the engine says.</param>
/// <param name="AliasOf">For a name that stands for others: those.</param>
/// <param name="Featured">Shown before the others.</param>
/// <param name="AddedAt">When it was first seen on a node.</param>
/// <param name="GoneAt">Since when no node has it.</param>
/// <param name="Version">For <c>If-Match</c>, in quotes.</param>
/// <param name="Nodes">Where it is now.</param>
public sealed record ManagedModel(
    Guid Id, string Name, ModelFacts Engine, ModelFacts Edited, IReadOnlyList<string>? AliasOf, bool Demo, bool Featured, Guid? PictureId, IReadOnlyList<TagOnModel> Tags,
    DateTimeOffset AddedAt, DateTimeOffset? GoneAt, int Version, IReadOnlyList<ModelOnNode> Nodes)
{
    internal static ManagedModel Example { get; } = new(
        new("019abf00-0000-7000-8000-000000000001"), "llama3.2:3b", new() { Family = "llama", ParameterSize = "3.2B", Quantization = "Q4_K_M", ContextLength = 131072, Size = 2019393189, Capabilities = ["completion", "tools"], Publisher = "Meta" },
        new() { DisplayName = "Llama 3.2", Description = "Small and quick; good for short texts." }, AliasOf: null, Demo: false, Featured: true, PictureId: null,
        [new(new("019abf00-0000-7000-8000-000000000002"), "writing", "blue")], new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), GoneAt: null, 3, [ModelOnNode.Example]);
}

/// <param name="Digest">Two nodes with another digest have another version of it.</param>
/// <param name="Loaded">It is in the node's memory.</param>
public sealed record ModelOnNode(string Name, bool Reachable, bool Loaded, string? Digest, long? Size, bool DataLeavesSite)
{
    internal static ModelOnNode Example { get; } = new("attic", Reachable: true, Loaded: false, "sha256:a80c4f17acd5", 2019393189, DataLeavesSite: false);

    internal static ModelOnNode[] Of(IReadOnlyList<ModelPlace> places, string model) =>
        [.. places.Where(p => p.Model == model).Select(p => new ModelOnNode(p.Node, p.Reachable, p.Loaded, p.Digest, p.Size, p.DataLeavesSite)).OrderBy(n => n.Name, StringComparer.Ordinal)];
}

/// <summary>What is left out stays.</summary>
/// <param name="Edited">All that administrators say, in place of what they said before: what is null or left out in it is as the engine says.</param>
public sealed record UpdateManagedModelRequest(ModelFacts? Edited = null, bool? Featured = null);
