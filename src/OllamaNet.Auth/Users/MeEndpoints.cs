using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Users;

/// <summary>What is left out stays.</summary>
/// <param name="Email">Needs <paramref name="CurrentPassword"/>: whoever has the address can take the account.</param>
public sealed record UpdateMeRequest([UserName] string? UserName = null, [Email] string? Email = null, [MaxLength(PasswordRules.MaxLength)] string? CurrentPassword = null);

internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/me").WithTags("Accounts");
        api.MapGet("/", GetMe)
            .WithSummary("The signed-in user")
            .WithDescription("Name, address and roles as they are now; the roles in the access token are those of when it was issued.")
            .WithExample(response: SignedIn.Example.User)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapPatch("/", UpdateMe)
            .WithSummary("Change name or address")
            .WithDescription("Fields that are left out stay. Changing the e-mail address takes the current password.")
            .WithExample(new UpdateMeRequest("ada.lovelace"), SignedIn.Example.User with { UserName = "ada.lovelace" })
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> GetMe(CurrentUser user, AuthDb db, CancellationToken cancellationToken) =>
        await db.FindAccountAsync(u => u.Id == user.Id, cancellationToken) is { } account ? TypedResults.Ok(account.ToResponse()) : Problems.NotFound("user");

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> UpdateMe(
        UpdateMeRequest request, CurrentUser current, AuthDb db, UserManager<User> users, Authenticator authenticator, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == current.Id, cancellationToken) is not { } user) return Problems.NotFound("user");
        var before = new { user.UserName, user.Email };
        if (request.Email is { } email && email != user.Email)
        {
            if (request.CurrentPassword is not { } password) return Problems.Invalid("currentPassword", "The current password is needed to change the e-mail address.");
            var (account, rest) = await authenticator.AuthenticateAsync(user.UserName!, password, cancellationToken);
            if (rest is { } wait) return LoginProblems.Blocked(wait);
            if (account is null) return LoginProblems.WrongPassword();
            user.Email = email;
        }

        if (request.UserName is { } userName) user.UserName = userName;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await users.UpdateAsync(user);
            if (!result.Succeeded) return UniqueNames.ProblemFor(result);
            await db.StorePrincipalNameAsync(user.Id, user.UserName!, cancellationToken);
            await audit.RecordAsync(db, AuditEntry.On(AuditActions.UserChanged, "user", user.Id, before.UserName) with { Before = before, After = new { user.UserName, user.Email } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            return UniqueNames.ProblemFor(IdentityResult.Failed(UniqueNames.ErrorFor(violation, users.ErrorDescriber)));
        }

        return await GetMe(current, db, cancellationToken);
    }
}
