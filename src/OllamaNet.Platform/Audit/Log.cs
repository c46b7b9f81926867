using Microsoft.Extensions.Logging;

namespace OllamaNet.Platform.Audit;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Audit entries are not linked; it is tried again")]
    public static partial void AuditNotChained(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log's tables are not looked after; it is tried again")]
    public static partial void AuditNotKept(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit entries up to {Seq} removed; the checkpoint is {Hash}")]
    public static partial void AuditRemoved(this ILogger logger, long seq, string hash);

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit chain stands at {Seq}, {Hash}")]
    public static partial void AuditStands(this ILogger logger, long seq, string hash);
}
