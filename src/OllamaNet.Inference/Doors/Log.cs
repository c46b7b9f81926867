using Microsoft.Extensions.Logging;

namespace OllamaNet.Inference.Doors;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Models of node {Node} are changed by user {UserId}: {Operation}")]
    public static partial void ModelsChanged(this ILogger logger, string node, Guid userId, string operation);
}
