using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} answers: version {Version}, {ModelCount} models")]
    public static partial void NodeReachable(this ILogger logger, string node, string? version, int modelCount);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} cannot be used: {Reason}")]
    public static partial void NodeLost(this ILogger logger, string node, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Asking node {Node} failed")]
    public static partial void ProbeFailed(this ILogger logger, Exception exception, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} did not take a request for {Model}: {Error}")]
    public static partial void NodeGaveUp(this ILogger logger, Exception exception, string node, string model, InferenceError error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A stream failed after it had begun")]
    public static partial void DoorFailed(this ILogger logger, Exception exception);
}
