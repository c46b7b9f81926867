using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Login;

/// <summary>What every place says that asks for a password.</summary>
internal static class LoginProblems
{
    public static ProblemHttpResult Blocked(TimeSpan wait) =>
        Problems.TooManyRequests("login-blocked", "Too many wrong passwords for this login. Wait as long as the header 'Retry-After' says.", wait);

    public static ProblemHttpResult WrongPassword() => Problems.Forbidden("wrong-password", "This is not your current password.");
}
