namespace OllamaNet.Chat.Feedback;

/// <summary>What a user thinks of an answer; one for each user and answer.</summary>
internal sealed class AnswerFeedback
{
    public required Guid MessageId { get; init; }

    public required Guid UserId { get; init; }

    public required Guid ConversationId { get; init; }

    public required string Model { get; init; }

    /// <summary>1 or -1.</summary>
    public required short Rating { get; set; }

    public IReadOnlyList<string> Reasons { get; set; } = [];

    public string? Comment { get; set; }

    /// <summary>The user lets administrators read comment, question and answer.</summary>
    public bool Shared { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
