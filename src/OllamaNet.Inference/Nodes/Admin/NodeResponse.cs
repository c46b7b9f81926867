using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;

namespace OllamaNet.Inference.Nodes.Admin;

public sealed record NodeResponseList(IReadOnlyList<NodeResponse> Items);

/// <param name="Upstream">The node's own name for it.</param>
/// <param name="Loaded">In the node's memory now.</param>
/// <param name="Capabilities">Any of completion, vision, thinking, tools, embedding, jsonSchema.</param>
public sealed record ServedModel(string Name, string Upstream, bool Loaded, IReadOnlyList<string> Capabilities);

/// <summary>A node as administrators see it.</summary>
public sealed record NodeResponse
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required NodeKind Kind { get; init; }

    /// <summary>Null for the embedded engine.</summary>
    public string? Url { get; init; }

    /// <summary>Who made it known. A node from the configuration can only be drained here.</summary>
    public required NodeSource Source { get; init; }

    /// <summary>An announced node gets no work before.</summary>
    public required bool Approved { get; init; }

    /// <summary>Gets no new work; what runs ends in peace.</summary>
    public required bool Draining { get; init; }

    public required bool Reachable { get; init; }

    public required BreakerState Breaker { get; init; }

    /// <summary>The server's own.</summary>
    public string? Version { get; init; }

    /// <summary>Why this version should not be run any longer.</summary>
    public string? Warning { get; init; }

    /// <summary>Why it cannot be used, or what should be mended although it works.</summary>
    public string? Error { get; init; }

    public required bool DataLeavesSite { get; init; }

    public required int Weight { get; init; }

    public int? MaxConcurrent { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public int? NumCtx { get; init; }

    /// <summary>What an openAI node understands beyond the common fields.</summary>
    public required OpenAIDialect Dialect { get; init; }

    public NodeTimeouts? Timeouts { get; init; }

    /// <summary>Keys are never given back.</summary>
    public required bool HasApiKey { get; init; }

    public required IReadOnlyList<ServedModel> Models { get; init; }

    /// <summary>The models it serves, each under the name given here; null: all it has.</summary>
    public IReadOnlyList<PlacedModel>? Placement { get; init; }

    /// <summary>Requests that run on it now, from this process.</summary>
    public required int InFlight { get; init; }

    public double? FirstTokenMs { get; init; }

    public double? TokensPerSecond { get; init; }

    /// <summary>Share of the recent requests that failed for the node's sake, 0 to 1.</summary>
    public required double ErrorRate { get; init; }

    /// <summary>When it last answered a probe, or announced itself.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>An announced node that is not heard of again gets no work from then on.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The address that an announced node spoke from.</summary>
    public string? AnnouncedFrom { get; init; }

    /// <summary>Counts administrators' changes; the header ETag has it too.</summary>
    public required int Revision { get; init; }

    internal static NodeResponse Of(Node node)
    {
        var (definition, state, load) = (node.Definition, node.State, node.Load);
        var options = definition.Options;
        return new()
        {
            Id = definition.Id,
            Name = options.Name,
            Kind = options.Kind,
            Url = Shown(options.Url),
            Source = definition.Source,
            Approved = definition.Approved,
            Draining = node.Draining,
            Reachable = state.Reachable && node.Hindrance is null,
            Breaker = load.Breaker,
            Version = state.Version,
            Warning = state.Warning,
            Error = node.Hindrance ?? state.Error,
            DataLeavesSite = options.LeavesSite,
            Weight = options.Weight,
            MaxConcurrent = options.MaxConcurrent,
            Labels = options.Labels,
            NumCtx = options.NumCtx,
            Dialect = options.Dialect,
            Timeouts = TimeoutsOf(options),
            HasApiKey = !string.IsNullOrEmpty(options.ApiKey),
            Models = [.. state.Models.Values.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => Served(m.Name, m.Engine.Name, m.Loaded, m.Engine.Capabilities))],
            Placement = definition.Placement,
            InFlight = load.InFlight,
            FirstTokenMs = load.FirstToken?.TotalMilliseconds,
            TokensPerSecond = load.TokensPerSecond,
            ErrorRate = load.ErrorRate,
            LastSeenAt = definition.LastSeenAt > state.ReachedAt || state.ReachedAt is null ? definition.LastSeenAt : state.ReachedAt,
            ExpiresAt = definition.ExpiresAt,
            AnnouncedFrom = definition.AnnouncedFrom,
            Revision = definition.Version,
        };
    }

    internal static ServedModel Served(string name, string upstream, bool loaded, ModelCapabilities capabilities) => new(name, upstream, loaded,
        [.. Enum.GetValues<ModelCapabilities>().Where(c => c is not ModelCapabilities.None && capabilities.HasFlag(c)).Select(c => JsonNamingPolicy.CamelCase.ConvertName(c.ToString()))]);

    private static string? Shown(Uri? url) => url is null ? null : url.AbsolutePath is "/" ? url.GetLeftPart(UriPartial.Authority) : url.AbsoluteUri;

    private static NodeTimeouts? TimeoutsOf(NodeOptions options) =>
        (options.ConnectTimeout ?? options.FirstTokenTimeout ?? options.BetweenTokensTimeout ?? options.TotalTimeout) is null
            ? null
            : new(options.ConnectTimeout?.TotalSeconds, options.FirstTokenTimeout?.TotalSeconds, options.BetweenTokensTimeout?.TotalSeconds, options.TotalTimeout?.TotalSeconds);
}
