namespace OllamaNet.Chat.Tags;

/// <summary>A label that its owner puts on conversations.</summary>
internal sealed class Tag
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>Unique for the owner, whatever the case.</summary>
    public required string Name { get; set; }

    public string? Colour { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class ConversationTag
{
    public required Guid ConversationId { get; init; }

    public required Guid TagId { get; init; }
}
