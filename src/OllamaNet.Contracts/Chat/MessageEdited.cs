namespace OllamaNet.Contracts.Chat;

/// <summary>A person changed the text of a message. What was made of the old text is to be made anew.</summary>
/// <param name="LeafId">The end of the branch that was shown.</param>
public sealed record MessageEdited(Guid ConversationId, Guid MessageId, Guid LeafId, Guid OwnerId) : IntegrationEvent;
