namespace OllamaNet.Platform.Security.Keys;

/// <summary>One row of <c>platform.api_keys</c>. The key itself is nowhere: only its hash, and the beginning by which its owner and the look-up know it.</summary>
public sealed class ApiKey
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required string Name { get; set; }

    /// <summary>The beginning of the key; not secret.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Permissions. What the owner may not do, the key may not do either.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>Models it is for; null: all that its owner may use.</summary>
    public string[]? Models { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public int? RequestsPerMinute { get; set; }

    public int? TokensPerMinute { get; set; }

    public int? ConcurrentStreams { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Written in batches: a few seconds late.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }
}
