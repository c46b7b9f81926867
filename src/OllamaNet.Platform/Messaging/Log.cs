using Microsoft.Extensions.Logging;

namespace OllamaNet.Platform.Messaging;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {EventType} was not handled at attempt {Attempt}")]
    public static partial void EventNotHandled(this ILogger logger, string eventType, int attempt, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox of {Schema} cannot be read ({Reason}); it is tried again")]
    public static partial void OutboxUnreachable(this ILogger logger, string schema, string reason);
}
