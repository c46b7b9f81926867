using System.Text.Json.Serialization;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;

namespace OllamaNet.Inference.Nodes;

/// <summary>What administrators set about a registered node, as its row holds it.</summary>
internal sealed record NodeSettings
{
    public bool? DataLeavesSite { get; init; }

    public OpenAIDialect Dialect { get; init; }

    public ModelCapabilities[] Capabilities { get; init; } = [];

    /// <summary>Null: all that the node has, under the node's own names.</summary>
    public PlacedModel[]? Placement { get; init; }

    public int Weight { get; init; } = 1;

    public int? MaxConcurrent { get; init; }

    public int? NumCtx { get; init; }

    public Dictionary<string, string> Labels { get; init; } = [];

    public NodeTimeouts? Timeouts { get; init; }
}

/// <summary>A model that a node serves under a name of the administrator's choice.</summary>
/// <param name="Upstream">The node's own name for it; null: the same.</param>
public sealed record PlacedModel(string Name, string? Upstream = null);

/// <summary>Seconds; what is null is as the configuration says for all nodes.</summary>
public sealed record NodeTimeouts(double? Connect = null, double? FirstToken = null, double? BetweenTokens = null, double? Total = null);

/// <summary>What a node said about itself when it announced itself; what administrators set comes before it.</summary>
internal sealed record NodeDeclaration
{
    public bool DataLeavesSite { get; init; }

    public Dictionary<string, string> Labels { get; init; } = [];

    public PlacedModel[]? Models { get; init; }
}

/// <summary>JSON inside rows: apart from the API's, so that the one can change without the other.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NodeSettings))]
[JsonSerializable(typeof(NodeDeclaration))]
internal sealed partial class NodeJson : JsonSerializerContext;
