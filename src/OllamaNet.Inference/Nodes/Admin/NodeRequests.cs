using System.ComponentModel.DataAnnotations;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;

namespace OllamaNet.Inference.Nodes.Admin;

/// <param name="Url">Address of an ollama or openAI node, such as http://10.0.0.5:11434. For openAI without a path, /v1 is meant.</param>
/// <param name="ApiKey">Sent as a bearer token, to this node only; it can never be read again.</param>
/// <param name="DataLeavesSite">Whether prompts leave the site; null: they do unless the address is private.</param>
/// <param name="Weight">Share of the work among nodes that are otherwise equal.</param>
/// <param name="MaxConcurrent">Most requests at once; null: as many as come.</param>
/// <param name="NumCtx">Context window, tokens, for requests that name none.</param>
/// <param name="Placement">The models it serves, each under the name given here; null: all it has.</param>
/// <param name="Dialect">What an openAI node understands beyond the common fields.</param>
/// <param name="Capabilities">What the models of an openAI node can do, where the server does not say itself.</param>
/// <param name="Timeouts">Seconds; null: as for all nodes.</param>
public sealed record CreateNodeRequest(
    [Required, RegularExpression(NodeRules.Name, ErrorMessage = NodeRules.NameMessage)] string Name,
    NodeKind Kind,
    [MaxLength(NodeRules.MaxUrl)] string? Url = null,
    string? ApiKey = null,
    bool? DataLeavesSite = null,
    [Range(1, 100)] int Weight = 1,
    [Range(1, 100_000)] int? MaxConcurrent = null,
    [Range(256, 10_000_000)] int? NumCtx = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyList<PlacedModel>? Placement = null,
    OpenAIDialect Dialect = OpenAIDialect.Generic,
    IReadOnlyList<ModelCapabilities>? Capabilities = null,
    NodeTimeouts? Timeouts = null,
    bool Draining = false);

/// <summary>What is left out stays; what is null goes back to its default.</summary>
public sealed record UpdateNodeRequest
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    [RegularExpression(NodeRules.Name, ErrorMessage = NodeRules.NameMessage)]
    public string? Name { get; init; }

    public NodeKind? Kind { get; init; }

    [MaxLength(NodeRules.MaxUrl)]
    public string? Url { get; init; }

    /// <summary>An empty text takes the key away. When the address moves to another origin, the key that is stored does not go along.</summary>
    public string? ApiKey { get; init; }

    public bool? DataLeavesSite { get; init => field = Given(value, nameof(DataLeavesSite)); }

    [Range(1, 100)]
    public int? Weight { get; init; }

    [Range(1, 100_000)]
    public int? MaxConcurrent { get; init => field = Given(value, nameof(MaxConcurrent)); }

    [Range(256, 10_000_000)]
    public int? NumCtx { get; init => field = Given(value, nameof(NumCtx)); }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyList<PlacedModel>? Placement { get; init => field = Given(value, nameof(Placement)); }

    public OpenAIDialect? Dialect { get; init; }

    public IReadOnlyList<ModelCapabilities>? Capabilities { get; init; }

    public NodeTimeouts? Timeouts { get; init => field = Given(value, nameof(Timeouts)); }

    /// <summary>True lets an announced node be used, false takes that back.</summary>
    public bool? Approved { get; init; }

    public bool? Draining { get; init; }

    /// <summary>Whether a field was in the body, null or not.</summary>
    internal bool Has(string field) => _given.Contains(field);

    /// <summary>Whether nothing else is asked than to drain, or not to.</summary>
    internal bool OnlyDrains => this with { Draining = null } is
    {
        Name: null, Kind: null, Url: null, ApiKey: null, Weight: null, Labels: null, Dialect: null, Capabilities: null, Approved: null,
    } && _given.Count == 0;

    private T Given<T>(T value, string field)
    {
        _given.Add(field);
        return value;
    }
}

/// <param name="Url">Address of an ollama or openAI node.</param>
/// <param name="ApiKey">Sent as a bearer token.</param>
public sealed record TestNodeRequest(NodeKind Kind, [MaxLength(NodeRules.MaxUrl)] string? Url = null, string? ApiKey = null);

/// <param name="Error">Why it cannot be used; null when it can.</param>
public sealed record NodeTestResult(bool Reachable, string? Version, string? Warning, IReadOnlyList<ServedModel> Models, string? Error);
