using Microsoft.Extensions.Logging;

namespace OllamaNet.Chat.Transfers;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Old exports and uploads were not deleted ({Reason}); it is tried again")]
    public static partial void TransfersNotSwept(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {JobId}: {Imported} conversations taken, {Skipped} skipped")]
    public static partial void ImportEnded(this ILogger logger, Guid jobId, int imported, int skipped);
}
