using Microsoft.Extensions.Logging;

namespace OllamaNet.Inference.Data;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Nodes and model settings cannot be read from the database; what is known goes on")]
    public static partial void SettingsUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Nodes and model settings are read again")]
    public static partial void SettingsReadable(this ILogger logger);
}
