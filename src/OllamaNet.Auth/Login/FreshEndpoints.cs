using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Login;

/// <param name="Code">What the authenticator app shows now, or a recovery code; where the second step is on.</param>
public sealed record FreshLoginRequest([Required, MaxLength(PasswordRules.MaxLength)] string CurrentPassword, [MaxLength(20)] string? Code = null);

/// <summary>What somebody can prove with who they are.</summary>
/// <param name="Code">The password is not enough: a code is asked for too.</param>
/// <param name="Passkey">There is one, at least.</param>
public sealed record FreshLoginWays(bool Password, bool Code, bool Passkey);

/// <summary>An access token that says so; the refresh token stays.</summary>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
public sealed record FreshlyProven(string AccessToken, string TokenType, int ExpiresIn)
{
    internal static FreshlyProven Example { get; } = new(SignedIn.Example.AccessToken, "Bearer", 900);
}

/// <summary>How whoever is logged in proves again who they are, for what is dangerous.</summary>
internal static class FreshEndpoints
{
    public static void MapFresh(this RouteGroupBuilder api)
    {
        api.MapGet("/fresh", GetFreshWays)
            .WithSummary("How you can prove who you are")
            .WithDescription("For what is answered with 403 `fresh-login-required`.")
            .WithExample(response: new FreshLoginWays(true, false, true))
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/fresh", ProveAgain)
            .WithRateClass(RateClass.SignIn)
            .WithSummary("Prove again who you are")
            .WithDescription("Takes the current password, and a code where the second step is on; wrong ones are counted as at login. The answer holds an access token with which dangerous actions are done for some minutes. The session goes on.")
            .WithExample(new FreshLoginRequest("correct horse battery staple"), FreshlyProven.Example)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<Ok<FreshLoginWays>, ProblemHttpResult>> GetFreshWays(CurrentUser current, AuthDb db, CancellationToken cancellationToken) =>
        await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is { } account
            ? TypedResults.Ok(new FreshLoginWays(account.PasswordHash is not null, account.HasTotp, account.Passkeys > 0)) : Problems.NotFound("user");

    private static async Task<Results<Ok<FreshlyProven>, ProblemHttpResult>> ProveAgain(
        FreshLoginRequest request, CurrentUser current, AuthDb db, OwnerProof proof, SignIn signIn, AuditLog audit, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (await proof.FaultAsync(account, request.CurrentPassword, request.Code, AuditActions.ProvenAgain, cancellationToken) is { } fault)
        {
            // Wrong codes are recorded where they are looked at.
            if (fault.ProblemDetails.Extensions["code"] is "wrong-password") await audit.RecordAsync(AuditEntry.On(AuditActions.ProvenAgain, "user", account.Id, account.UserName) with { Outcome = AuditOutcome.Failure, After = new { reason = "wrong-password" } }, cancellationToken);
            return fault;
        }

        response.Headers.CacheControl = "no-store";
        return await signIn.RenewAsync(account, current.SessionId, "password", cancellationToken) is { } proven ? TypedResults.Ok(proven) : Problems.NotFound("session");
    }
}
