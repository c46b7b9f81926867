namespace OllamaNet.Chat.Notes;

/// <summary>What its owner wrote beside a conversation, a message, or a range of a message.</summary>
internal sealed class Note
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required Guid ConversationId { get; init; }

    public Guid? MessageId { get; init; }

    /// <summary>First character of the range in the message's text, UTF-16.</summary>
    public int? RangeStart { get; init; }

    /// <summary>The character after the range.</summary>
    public int? RangeEnd { get; init; }

    /// <summary>The text of the range when the note was made: finds it again after the message was edited.</summary>
    public string? Quote { get; init; }

    public required string Text { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
