using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Login;

/// <summary>What every place says that asks for a password.</summary>
internal static class LoginProblems
{
    public static ProblemHttpResult Blocked(TimeSpan wait) =>
        Problems.TooManyRequests("login-blocked", "Too many wrong passwords for this login. Wait as long as the header 'Retry-After' says.", wait);

    /// <summary>Only for who knows the password: others are told that it is wrong.</summary>
    public static ProblemHttpResult Disabled() => Problems.Forbidden("account-disabled", "This account is disabled. Ask an administrator.");

    /// <summary>Only for who knows the password.</summary>
    public static ProblemHttpResult Waiting() => Problems.Forbidden("approval-pending", "An administrator has to approve this account first. Until then nobody can log in with it.");

    /// <summary>Only for who knows the password.</summary>
    public static ProblemHttpResult Unverified() => Problems.Forbidden("email-unverified", "Open the link that was mailed to your address first. It can be sent again: /api/v1/auth/email/resend.");

    /// <summary>For who proved all that is asked: it can be brought back.</summary>
    public static ProblemHttpResult Deleted(DateTimeOffset purgeAt)
    {
        var problem = Problems.Forbidden("account-deleted", "This account was deleted by its owner. Until the time in 'purgeAt' it can be brought back: send the ticket to /api/v1/auth/restore.");
        problem.ProblemDetails.Extensions["purgeAt"] = purgeAt;
        return problem;
    }

    /// <summary>For who proved all that is asked.</summary>
    public static ProblemHttpResult TemporaryPassword() =>
        Problems.Forbidden("new-password-required", "An administrator set this password for once. Send the ticket with a password of your own to /api/v1/auth/login/password.");

    /// <summary>Only for who knows the password.</summary>
    public static ProblemHttpResult TemporaryExpired() => Problems.Forbidden("temporary-password-expired", "This password was for once, and too long ago. Ask an administrator for another.");

    public static ProblemHttpResult LastWayIn() => Problems.Conflict("last-way-in", "Nothing else lets you into this account. Set a password, add a passkey or link another login first.");

    public static ProblemHttpResult WrongPassword() => Problems.Forbidden("wrong-password", "This is not your current password.");
}
