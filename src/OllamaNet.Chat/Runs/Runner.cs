namespace OllamaNet.Chat.Runs;

/// <summary>A process that makes answers. Its messages are interrupted once the lease is over.</summary>
internal sealed class Runner
{
    public required Guid Id { get; init; }

    public required DateTimeOffset LeaseUntil { get; init; }
}

/// <summary>A piece of a growing answer, written as it grows and deleted when the message row holds the whole.</summary>
internal sealed class Draft
{
    public required Guid MessageId { get; init; }

    /// <summary>Order within the message: offset of the first byte.</summary>
    public required int Position { get; init; }

    public required bool Reasoning { get; init; }

    /// <summary>UTF-8.</summary>
    public required byte[] Text { get; init; }
}

/// <summary>The turn that an <c>Idempotency-Key</c> made, for a day.</summary>
internal sealed class IdempotentTurn
{
    public required Guid OwnerId { get; init; }

    public required string Key { get; init; }

    public required Guid ConversationId { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>SHA-256 of the request, so that one key cannot stand for two turns.</summary>
    public required byte[] RequestHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
