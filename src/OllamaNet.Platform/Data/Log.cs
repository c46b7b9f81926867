using Microsoft.Extensions.Logging;

namespace OllamaNet.Platform.Data;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "PostgreSQL: {Line}")]
    public static partial void DatabaseSays(this ILogger logger, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL: {Line}")]
    public static partial void DatabaseTrouble(this ILogger logger, string line);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL ended by itself and is started again in {Pause}")]
    public static partial void DatabaseEnded(this ILogger logger, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Critical, Message = "PostgreSQL cannot be started again")]
    public static partial void DatabaseGivenUp(this ILogger logger, Exception exception);
}
