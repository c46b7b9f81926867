namespace OllamaNet.Inference.Nodes.Joining;

/// <summary>Lets nodes announce themselves. The secret itself is not kept.</summary>
internal sealed class JoinToken
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    /// <summary>The beginning of the secret, by which it is found.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole secret.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Nodes at these addresses need no approval, and no other address that is not public is ever connected to.</summary>
    public required string[] AllowedNetworks { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }
}
