using System.Text.Json.Serialization;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;

namespace OllamaNet.Inference.Nodes;

/// <summary>
/// What administrators set about a registered node, as its row holds it. Setters, because the generated reader gives <c>init</c> properties
/// that are missing in the JSON no default.
/// </summary>
internal sealed record NodeSettings
{
    public bool? DataLeavesSite { get; set; }

    public OpenAIDialect Dialect { get; set; }

    public ModelCapabilities[] Capabilities { get; set; } = [];

    /// <summary>Null: all that the node has, under the node's own names.</summary>
    public PlacedModel[]? Placement { get; set; }

    public int Weight { get; set; } = 1;

    public int? MaxConcurrent { get; set; }

    public int? NumCtx { get; set; }

    public Dictionary<string, string> Labels { get; set; } = [];

    public NodeTimeouts? Timeouts { get; set; }
}

/// <summary>A model that a node serves under a name of the administrator's choice.</summary>
/// <param name="Upstream">The node's own name for it; null: the same.</param>
public sealed record PlacedModel(string Name, string? Upstream = null);

/// <summary>Seconds; what is null is as the configuration says for all nodes.</summary>
public sealed record NodeTimeouts(double? Connect = null, double? FirstToken = null, double? BetweenTokens = null, double? Total = null);

/// <summary>What a node said about itself when it announced itself; what administrators set comes before it.</summary>
internal sealed record NodeDeclaration
{
    public bool DataLeavesSite { get; set; }

    public Dictionary<string, string> Labels { get; set; } = [];

    public PlacedModel[]? Models { get; set; }
}

/// <summary>JSON inside rows: apart from the API's, so that the one can change without the other.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NodeSettings))]
[JsonSerializable(typeof(NodeDeclaration))]
internal sealed partial class NodeJson : JsonSerializerContext;
