using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;

namespace OllamaNet.Inference.Nodes;

/// <summary>One inference node. What is null here is as the section <c>Inference</c> says.</summary>
internal sealed class NodeOptions
{
    /// <summary>Unique; users see it.</summary>
    [Required, RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    public string Name { get; init; } = "";

    /// <summary><c>ollama</c>, <c>openai</c> (any server with that API) or <c>embedded</c>.</summary>
    public NodeKind Kind { get; init; }

    /// <summary>Address of an <c>ollama</c> or <c>openai</c> node. For <c>openai</c> without a path, <c>/v1</c> is meant.</summary>
    public Uri? Url { get; init; }

    /// <summary>Sent as a bearer token, to this node only.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether prompts leave the site; null: they do unless the address is private.</summary>
    public bool? DataLeavesSite { get; init; }

    /// <summary>What an <c>openai</c> node understands beyond the common fields: <c>generic</c>, <c>openai</c>, <c>vllm</c> or <c>llamaCpp</c>.</summary>
    public OpenAIDialect Dialect { get; init; }

    /// <summary>What the models of an <c>openai</c> node can do, where the server does not say itself.</summary>
    public ModelCapabilities[] Capabilities { get; init; } = [];

    /// <summary>When not empty, only these models are served, each under the name given here.</summary>
    public ModelOptions[] Models { get; init; } = [];

    /// <summary>Share of the work among nodes that are otherwise equal.</summary>
    [Range(1, 100)] public int Weight { get; init; } = 1;

    /// <summary>Most requests at once; null: as many as come. The others wait in the model's queue.</summary>
    [Range(1, 100_000)] public int? MaxConcurrent { get; init; }

    /// <summary>What administrators want to know about it, such as where it stands; nothing depends on them.</summary>
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>See <c>Inference:NumCtx</c>.</summary>
    [Range(256, 10_000_000)] public int? NumCtx { get; init; }

    /// <summary>See <c>Inference:ConnectTimeout</c>.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>See <c>Inference:FirstTokenTimeout</c>.</summary>
    public TimeSpan? FirstTokenTimeout { get; init; }

    /// <summary>See <c>Inference:BetweenTokensTimeout</c>.</summary>
    public TimeSpan? BetweenTokensTimeout { get; init; }

    /// <summary>See <c>Inference:TotalTimeout</c>.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>For a node that named its own address: nothing but public addresses and these networks is connected to. Null: an administrator named the address.</summary>
    internal IReadOnlyList<IPNetwork>? OnlyNetworks { get; init; }

    internal bool LeavesSite => Kind is not NodeKind.Embedded && (DataLeavesSite ?? !IsPrivate(Url!));

    /// <summary>What is wrong with it, in words for the administrator.</summary>
    internal IEnumerable<string> Problems()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        foreach (var result in results) yield return $"Node '{Name}': {result.ErrorMessage}";

        foreach (var model in Models.Where(m => string.IsNullOrWhiteSpace(m.Name))) yield return $"Node '{Name}': every entry of Models needs a Name.";
        if (new[] { ConnectTimeout, FirstTokenTimeout, BetweenTokensTimeout, TotalTimeout }.Any(t => t is { } limit && (limit <= TimeSpan.Zero || limit > TimeSpan.FromDays(1))))
            yield return $"Node '{Name}': timeouts must be positive and at most a day.";
        if (Kind is NodeKind.Embedded) yield break;
        if (Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return $"Node '{Name}': Url must be an http or https address.";
        else if (Url.UserInfo.Length > 0 || Url.Query.Length > 0 || Url.Fragment.Length > 0)
            yield return $"Node '{Name}': Url must have no user, query or fragment; a key belongs in ApiKey.";
    }

    internal static bool IsPrivate(Uri url)
    {
        if (!IPAddress.TryParse(url.IdnHost, out var address))
            return !url.IdnHost.Contains('.', StringComparison.Ordinal) || url.IdnHost.EndsWith(".local", StringComparison.Ordinal) || url.IdnHost.EndsWith(".internal", StringComparison.Ordinal);
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily is AddressFamily.InterNetworkV6) return address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
        var bytes = address.GetAddressBytes();
        return bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254);
    }
}

/// <summary>A model that a node serves under a name of our choice.</summary>
internal sealed class ModelOptions
{
    /// <summary>The name that users see.</summary>
    public string Name { get; init; } = "";

    /// <summary>The node's own name for it; null: the same.</summary>
    public string? Upstream { get; init; }
}
