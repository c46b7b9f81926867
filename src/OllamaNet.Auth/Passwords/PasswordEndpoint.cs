using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Passwords;

/// <param name="NewPassword">At least 12 characters; several words in a row are fine.</param>
public sealed record ChangePasswordRequest([Required, MaxLength(PasswordRules.MaxLength)] string CurrentPassword, [Required, MaxLength(PasswordRules.MaxLength)] string NewPassword);

internal static class PasswordEndpoint
{
    public static void MapPassword(this RouteGroupBuilder api) => api.MapPost("/password", ChangePassword)
        .WithRateClass(RateClass.SignIn)
        .WithSummary("Change your password")
        .WithDescription("Takes the current one; wrong ones are counted as at login. Every other session ends, as by `logout-others`; API keys stay.")
        .WithExample(new ChangePasswordRequest("correct horse battery staple", "seven quiet rivers run north"))
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        ChangePasswordRequest request, CurrentUser current, AuthDb db, Authenticator authenticator, PasswordChanger changer, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } user) return Problems.NotFound("user");
        var (account, rest) = await authenticator.AuthenticateAsync(user.UserName, request.CurrentPassword, cancellationToken);
        if (rest is { } wait) return LoginProblems.Blocked(wait);
        if (account is null || account.Id != current.Id) return LoginProblems.WrongPassword();

        if (request.NewPassword == request.CurrentPassword) return Problems.Invalid("newPassword", "This is the password that you have. Choose another.");
        if (PasswordRules.Fault(request.NewPassword, account.UserName, account.Email) is { } fault) return Problems.Invalid("newPassword", fault);
        return await changer.ChangeAsync(account, request.NewPassword, current.SessionId, link: null, cancellationToken) ? TypedResults.NoContent()
            : Problems.Conflict("changed-meanwhile", "Someone else changed this meanwhile. Read it again and repeat your change.");
    }
}
