using OllamaNet.Contracts;

namespace OllamaNet.Platform.Messaging;

/// <summary>Acts on an event. It may see the same event twice. An exception means: again later.</summary>
public interface IConsumer<in TEvent> where TEvent : IntegrationEvent
{
    Task HandleAsync(TEvent integrationEvent, CancellationToken cancellationToken);
}
