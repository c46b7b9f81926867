namespace OllamaNet.Chat.Removals;

/// <summary>Something that was deleted a short time ago and can be had back: a folder, a tag, a message with all that followed it.</summary>
internal sealed class Removal
{
    /// <summary>The id of what was deleted.</summary>
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required RemovalKind Kind { get; init; }

    /// <summary>Where the message was; with the conversation goes what was deleted in it.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>The end of the branch that was shown, when it was deleted too.</summary>
    public Guid? ShownId { get; init; }

    public required DateTimeOffset RemovedAt { get; init; }
}

internal enum RemovalKind { Message, Folder, Tag }

/// <summary>A row that was deleted, as it was. No statement that reads conversations meets it.</summary>
internal sealed class RemovedRow
{
    public long Id { get; init; }

    public required Guid RemovalId { get; init; }

    /// <summary>The table it was in.</summary>
    public required string Source { get; init; }

    public required string Row { get; init; }
}
