namespace OllamaNet.Chat.Context;

/// <summary>A piece of a message with its vector, to find again what no longer fits.</summary>
internal sealed class Passage
{
    public required Guid MessageId { get; init; }

    /// <summary>Order within the message, from 0.</summary>
    public required int Ordinal { get; init; }

    public required Guid ConversationId { get; init; }

    public required string Text { get; init; }

    /// <summary>The embedding model; vectors of different models are not compared.</summary>
    public required string Model { get; init; }

    /// <summary>Of length 1.</summary>
    public required float[] Vector { get; init; }
}
