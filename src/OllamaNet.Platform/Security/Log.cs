using Microsoft.Extensions.Logging;

namespace OllamaNet.Platform.Security;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Signing key {KeyId} made; it signs from {ActiveFrom}")]
    public static partial void SigningKeyMade(this ILogger logger, string keyId, DateTimeOffset activeFrom);

    [LoggerMessage(Level = LogLevel.Error, Message = "Signing key {KeyId} cannot be read: it was changed, or sealed under another master key. Tokens it signed are refused")]
    public static partial void SigningKeyUnreadable(this ILogger logger, string keyId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Revocations cannot be read; after 5 seconds of this nobody is let in")]
    public static partial void RevocationsUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Revocations are read again")]
    public static partial void RevocationsReadable(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request refused: revocations are not known ({Reason})")]
    public static partial void RevocationsStale(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request refused: API keys cannot be read ({Reason})")]
    public static partial void KeysUnreadable(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Last use of {Keys} API keys not written ({Reason}); trying again")]
    public static partial void KeyUsesNotWritten(this ILogger logger, string reason, int keys);
}
