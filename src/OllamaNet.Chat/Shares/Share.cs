namespace OllamaNet.Chat.Shares;

/// <summary>A link to a conversation as it was when the link was made. Revoking it deletes it.</summary>
internal sealed class Share
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>SHA-256 of the secret in the link.</summary>
    public required byte[] TokenHash { get; init; }

    public required string Title { get; init; }

    /// <summary>The messages of the branch, frozen, as JSON.</summary>
    public required string Snapshot { get; init; }

    public required bool RequiresSignIn { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public int Views { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
