using Microsoft.Extensions.Logging;

namespace OllamaNet.Auth;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} registered, administrator: {IsAdministrator}")]
    public static partial void UserRegistered(this ILogger logger, Guid userId, bool isAdministrator);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Login {Login} blocked until {Until} after {Failures} wrong passwords")]
    public static partial void LoginBlocked(this ILogger logger, string login, int failures, DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Information, Message = "Password of user {UserId} hashed again with today's settings")]
    public static partial void PasswordRehashed(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refresh token of session {SessionId} of user {UserId} used again, {Generations} exchanges late: the session ends")]
    public static partial void RefreshTokenReused(this ILogger logger, Guid userId, Guid sessionId, int generations);

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {SessionId} ended")]
    public static partial void SessionEnded(this ILogger logger, Guid sessionId);

    [LoggerMessage(Level = LogLevel.Information, Message = "All sessions of user {UserId} ended")]
    public static partial void AllSessionsEnded(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "All sessions of user {UserId} but {SessionId} ended")]
    public static partial void OtherSessionsEnded(this ILogger logger, Guid userId, Guid sessionId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Password of user {UserId} changed")]
    public static partial void PasswordChanged(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Second step of user {UserId} on")]
    public static partial void SecondFactorOn(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Second step of user {UserId} off")]
    public static partial void SecondFactorOff(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Passkey refused: {Reason}")]
    public static partial void PasskeyRefused(this ILogger logger, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "No mail server is set (Mail:Host): administrators make the links for who forgot the password")]
    public static partial void NoMailServer(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail to user {UserId} sent")]
    public static partial void MailSent(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail to user {UserId} not sent: {Error}, {Cause}")]
    public static partial void MailNotSent(this ILogger logger, Guid userId, string error, string? cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail could not be made")]
    public static partial void MailNotMade(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Link to set a new password for user {UserId} made")]
    public static partial void ResetLinkMade(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Sessions} ended sessions and {Failures} old failed logins removed")]
    public static partial void LeftoversRemoved(this ILogger logger, int sessions, int failures);

    [LoggerMessage(Level = LogLevel.Error, Message = "Ended sessions could not be removed; trying again later")]
    public static partial void LeftoversKept(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} removed for good")]
    public static partial void AccountRemoved(this ILogger logger, Guid userId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Accounts whose time is over could not be removed; trying again later")]
    public static partial void AccountsKept(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A login at provider {ProviderId} came to nothing: {Reason}")]
    public static partial void SsoFailed(this ILogger logger, Guid providerId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "API key {KeyId} of user {UserId} made")]
    public static partial void KeyMade(this ILogger logger, Guid keyId, Guid userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "API key {KeyId} revoked by user {UserId}")]
    public static partial void KeyRevoked(this ILogger logger, Guid keyId, Guid userId);
}
