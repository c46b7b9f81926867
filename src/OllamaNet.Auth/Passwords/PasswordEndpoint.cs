using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Passwords;

/// <param name="CurrentPassword">Left out where the account has none: then you have to have logged in a short while ago.</param>
/// <param name="NewPassword">At least 12 characters; several words in a row are fine.</param>
public sealed record ChangePasswordRequest([Required, MaxLength(PasswordRules.MaxLength)] string NewPassword, [MaxLength(PasswordRules.MaxLength)] string? CurrentPassword = null);

internal static class PasswordEndpoint
{
    public static void MapPassword(this RouteGroupBuilder api) => api.MapPost("/password", ChangePassword)
        .WithRateClass(RateClass.SignIn)
        .WithSummary("Change your password")
        .WithDescription("Takes the current one, where there is one; wrong ones are counted as at login. Every other session ends, as by `logout-others`; API keys stay.")
        .WithExample(new ChangePasswordRequest("seven quiet rivers run north", "correct horse battery staple"))
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        ChangePasswordRequest request, CurrentUser current, AuthDb db, OwnerProof proof, PasswordChanger changer, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (await proof.PasswordFaultAsync(account.Id, account.UserName, account.PasswordHash, request.CurrentPassword, cancellationToken) is { } refused) return refused;

        if (request.NewPassword == request.CurrentPassword) return Problems.Invalid("newPassword", "This is the password that you have. Choose another.");
        if (PasswordRules.Fault(request.NewPassword, account.UserName, account.Email) is { } fault) return Problems.Invalid("newPassword", fault);
        return await changer.ChangeAsync(account, request.NewPassword, current.SessionId, link: null, cancellationToken) ? TypedResults.NoContent()
            : Problems.Conflict("changed-meanwhile", "Someone else changed this meanwhile. Read it again and repeat your change.");
    }
}
