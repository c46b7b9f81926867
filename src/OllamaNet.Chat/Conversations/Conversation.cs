namespace OllamaNet.Chat.Conversations;

internal sealed class Conversation
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public string? Title { get; set; }

    /// <summary>Null until a message names one; the model of the next answer that names none.</summary>
    public string? Model { get; set; }

    /// <summary>Newest message of the branch that is shown.</summary>
    public Guid? ActiveLeafId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last activity; the list is ordered by it.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
