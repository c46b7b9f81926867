using Microsoft.Extensions.Logging;

namespace OllamaNet.Platform.Streaming;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes are not exchanged with other processes ({Reason}); browsers there see them later")]
    public static partial void ChangesNotRelayed(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Changes are exchanged with other processes again")]
    public static partial void ChangesRelayed(this ILogger logger);
}
