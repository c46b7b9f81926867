using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Nodes;

/// <summary>Who made a node known. The numbers are stored.</summary>
public enum NodeSource { Configuration = 0, Administrator = 1, Announced = 2 }

/// <summary>A node that was added at run time.</summary>
internal sealed class RegisteredNode
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; set; }

    public required NodeKind Kind { get; set; }

    public required NodeSource Source { get; init; }

    /// <summary>Null for the embedded engine.</summary>
    public string? Url { get; set; }

    /// <summary>The node's key, encrypted for this row.</summary>
    public byte[]? SealedKey { get; set; }

    public NodeSettings Settings { get; set; } = new();

    /// <summary>For an announced node.</summary>
    public NodeDeclaration? Declaration { get; set; }

    public bool Approved { get; set; }

    public bool Draining { get; set; }

    /// <summary>Counts administrators' changes; heartbeats are none.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The token that an announced node came with.</summary>
    public Guid? JoinTokenId { get; set; }

    /// <summary>The address that the last announcement came from.</summary>
    public string? AnnouncedFrom { get; set; }

    /// <summary>Networks that connections to an announced node may go to, besides public addresses.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>An announced node that is not heard of again is not used from then on.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What is remembered of a node from the configuration.</summary>
internal sealed class ConfiguredNodeState
{
    public required Guid Id { get; init; }

    public bool Draining { get; set; }
}
