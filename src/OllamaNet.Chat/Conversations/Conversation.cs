using OllamaNet.Chat.Messages;

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

    /// <summary>Null outside every folder.</summary>
    public Guid? FolderId { get; set; }

    public Guid? PresetId { get; set; }

    /// <summary>Goes before the preset's and the folder's; null leaves it to them, an empty one is none.</summary>
    public string? SystemPrompt { get; set; }

    /// <summary>Goes value by value before the preset's.</summary>
    public AnswerOptions? Options { get; set; }

    public DateTimeOffset? PinnedAt { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    /// <summary>In the trash since then. Every look-up but the trash's leaves it out.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last activity; the list is ordered by it.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
