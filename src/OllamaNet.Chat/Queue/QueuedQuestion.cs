using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Queue;

/// <summary>A question sent while an answer was being made: it is asked when that has ended.</summary>
internal sealed class QueuedQuestion
{
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    public required Guid OwnerId { get; init; }

    public required IReadOnlyList<MessagePart> Parts { get; set; }

    public string? Model { get; set; }

    public AnswerOptions? Options { get; init; }

    /// <summary>Why it could not be asked; it then waits for its owner.</summary>
    public string? Problem { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
