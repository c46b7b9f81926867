using Microsoft.Extensions.Logging;

namespace OllamaNet.Platform.Jobs;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Kind} {JobId} done at attempt {Attempt}")]
    public static partial void JobDone(this ILogger logger, string kind, Guid jobId, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Kind} {JobId} cancelled")]
    public static partial void JobCancelled(this ILogger logger, string kind, Guid jobId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Kind} {JobId} was taken over by another process")]
    public static partial void JobLost(this ILogger logger, string kind, Guid jobId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Kind} {JobId} failed at attempt {Attempt}: {Reason}")]
    public static partial void JobFailed(this ILogger logger, string kind, Guid jobId, int attempt, string reason, Exception? exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs cannot be read or written ({Reason}); it is tried again")]
    public static partial void JobsUnreachable(this ILogger logger, string reason);
}
