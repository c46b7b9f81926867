using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Deletion;

/// <param name="CurrentPassword">Left out where the account has none: then you have to have logged in a short while ago.</param>
/// <param name="Code">What the authenticator app shows now, or a recovery code; where the second step is on.</param>
public sealed record DeleteMeRequest([MaxLength(PasswordRules.MaxLength)] string? CurrentPassword = null, [MaxLength(20)] string? Code = null);

/// <param name="PurgeAt">Until then logging in offers to bring it back.</param>
public sealed record DeletionBegun(DateTimeOffset PurgeAt);

/// <param name="Ticket">What the login answered with.</param>
/// <param name="Session"><c>cookie</c> puts the refresh token into an HttpOnly cookie; the default is <c>token</c>.</param>
public sealed record RestoreRequest([Required, MaxLength(200)] string Ticket, SessionMode? Session = null);

/// <summary>How somebody leaves, and comes back.</summary>
internal static class DeletionEndpoints
{
    public static void MapDeletion(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/me").WithTags("Accounts").MapDelete("/", DeleteMe)
            .WithRateClass(RateClass.SignIn)
            .WithSummary("Delete your account")
            .WithDescription(
                "Takes the current password, and a code where the second step is on. All sessions end, API keys and shared links of yours stop working within 5 seconds. For 14 days logging in offers to bring the "
                + "account back; then it goes for good, with conversations, files, notes and all else. Make an export before. Not for the last administrator.")
            .WithExample(new DeleteMeRequest("correct horse battery staple"), new DeletionBegun(new(2026, 12, 5, 9, 0, 0, TimeSpan.Zero)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapGroup("/api/v1/auth").WithTags("Accounts").MapPost("/restore", RestoreMe)
            .AllowAnonymous()
            .WithRateClass(RateClass.SignIn)
            .WithSummary("Bring your account back")
            .WithDescription("With the ticket that logging in answered with (`account-deleted`); it holds for five minutes. Logs in. API keys work again, sessions that ended stay ended.")
            .WithExample(new RestoreRequest("AZOcHm9KfDua…"), SignedIn.Example)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Accepted<DeletionBegun>, ProblemHttpResult>> DeleteMe(
        [FromBody] DeleteMeRequest request, CurrentUser current, HttpContext context, AuthDb db, OwnerProof proof, AccountDeleter deleter, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (await proof.FaultAsync(account, request.CurrentPassword, request.Code, AuditActions.UserDeletionBegun, cancellationToken) is { } fault) return fault;
        // Taking a recovery code changes no stamp, and hashing a password anew neither.
        if (await deleter.DeleteOwnAsync(account, cancellationToken) is { } problem) return problem;

        RefreshCookie.Delete(context);
        var deleted = await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken);
        return deleted?.PurgeAt is { } purgeAt ? TypedResults.Accepted((string?)null, new DeletionBegun(purgeAt)) : Problems.NotFound("user");
    }

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> RestoreMe(
        RestoreRequest request, HttpContext context, LoginTickets tickets, AuthDb db, AccountDeleter deleter, Admission admission, CancellationToken cancellationToken)
    {
        if (tickets.UserOf(request.Ticket) is not { } id || await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { PurgeAt: not null } proven
            || !tickets.IsOf(request.Ticket, proven, TicketUse.Restore)) return SecondFactorProblems.InvalidTicket();
        if (proven.Disabled) return LoginProblems.Disabled();
        if (await deleter.RestoreAsync(id, proven, cancellationToken) is { } problem) return problem;
        return await db.FindAccountAsync(u => u.Id == id, cancellationToken) is { } account
            && await admission.AdmitAsync(context, account, request.Session ?? SessionMode.Token, cancellationToken) is { } admitted ? admitted : SecondFactorProblems.InvalidTicket();
    }
}
