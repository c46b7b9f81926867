namespace OllamaNet.Chat.Context;

/// <summary>What the messages up to one of a branch say, in short: goes to the model in place of those that no longer fit.</summary>
internal sealed class Summary
{
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>The last message it stands for; it holds for every branch that runs through this message.</summary>
    public required Guid UpToMessageId { get; init; }

    public required string Text { get; set; }

    /// <summary>The model that wrote it.</summary>
    public string? Model { get; init; }

    /// <summary>A person changed it: it is not written over.</summary>
    public bool Edited { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
