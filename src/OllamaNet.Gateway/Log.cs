using Microsoft.Extensions.Logging;
using OllamaNet.Platform.Http;

namespace OllamaNet.Gateway;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many requests of one address ({RateClass})")]
    public static partial void AddressLimited(this ILogger logger, RateClass rateClass);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many requests of user {UserId}")]
    public static partial void UserLimited(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a request for the host name {Host}: it is not in Gateway:AllowedHosts")]
    public static partial void HostRefused(this ILogger logger, string host);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a request from a page of {Origin}: it is not in Gateway:AllowedOrigins")]
    public static partial void OriginRefused(this ILogger logger, string origin);
}
