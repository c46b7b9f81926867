using System.Security.Cryptography;
using System.Text;

namespace OllamaNet.Inference.Nodes;

/// <summary>All that was said about a node, by the configuration, an administrator or itself. What is found out about it is <see cref="NodeState"/>.</summary>
internal sealed record NodeDefinition(Guid Id, NodeSource Source, NodeOptions Options)
{
    /// <summary>Nobody configured it: it is not mentioned until it first answers.</summary>
    public bool Optional { get; init; }

    public bool Approved { get; init; } = true;

    public bool Draining { get; init; }

    public int Version { get; init; }

    public PlacedModel[]? Placement { get; init; }

    public string? AnnouncedFrom { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why it cannot be used whatever it answers.</summary>
    public string? Problem { get; init; }

    /// <summary>A node from the configuration has the same id in every process and after every start.</summary>
    public static Guid IdOf(string configuredName)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("configured node " + configuredName.ToUpperInvariant()));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>Whether the same engine can go on: what it was made from is the same.</summary>
    public bool HasEngineOf(NodeDefinition other)
    {
        var (a, b) = (Options, other.Options);
        return (a.Name, a.Kind, a.Url, a.ApiKey, a.Dialect, a.NumCtx, a.ConnectTimeout, a.LeavesSite) == (b.Name, b.Kind, b.Url, b.ApiKey, b.Dialect, b.NumCtx, b.ConnectTimeout, b.LeavesSite)
            && a.Capabilities.AsSpan().SequenceEqual(b.Capabilities)
            && (a.OnlyNetworks is null) == (b.OnlyNetworks is null) && (a.OnlyNetworks ?? []).SequenceEqual(b.OnlyNetworks ?? []);
    }
}
