namespace OllamaNet.Contracts.Chat;

/// <summary>An answer reached its end, whatever the end was. The title hangs on it.</summary>
public sealed record AnswerFinished(Guid ConversationId, Guid MessageId, Guid OwnerId, string Model) : IntegrationEvent;
