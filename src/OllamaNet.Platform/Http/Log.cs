using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Platform.Http;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed in a way nobody foresaw")]
    public static partial void RequestFailed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database cannot be reached")]
    public static partial void DatabaseUnavailable(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An engine did not answer a request: {Error}")]
    public static partial void EngineFailed(this ILogger logger, Exception exception, InferenceError error);
}
