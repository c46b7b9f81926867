using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Passkeys;

/// <param name="Credential">What the browser made, in the JSON form of WebAuthn.</param>
/// <param name="Session"><c>cookie</c> puts the refresh token into an HttpOnly cookie; the default is <c>token</c>.</param>
public sealed record PasskeyLoginRequest(JsonElement Credential, SessionMode? Session = null);

/// <param name="Credential">What the browser made, in the JSON form of WebAuthn.</param>
public sealed record PasskeyProofRequest(JsonElement Credential);

/// <summary>How a passkey proves who somebody is: at the login without a name, and for what is dangerous.</summary>
internal static class PasskeyLoginEndpoints
{
    private static readonly PasskeyOptions Example = PasskeyOptions.Example("""{"rpId":"localhost","challenge":"…","userVerification":"required"}""");

    public static void MapPasskeyLogin(this RouteGroupBuilder api)
    {
        Asking(api.MapPost("/login/options", BeginPasskeyLogin))
            .AllowAnonymous()
            .WithSummary("Begin to log in with a passkey")
            .WithDescription("The answer is for the browser, which asks its owner which passkey to use; a cookie binds the two. It holds for five minutes and one answer, and is the same for everybody.")
            .WithExample(response: Example);
        Asking(api.MapPost("/login", LogInWithPasskey))
            .AllowAnonymous()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithSummary("Log in with a passkey")
            .WithDescription("With what the browser made of the options. It counts as both steps: no password, no code. Whatever is wrong with it gets the same 401 `passkey-refused`. What stands between a right password and a session stands here too, such as a temporary password that has to be replaced.")
            .WithExample(new PasskeyLoginRequest(PasskeyEndpoints.Credential), SignedIn.Example);
        Asking(api.MapPost("/fresh/options", BeginPasskeyProof))
            .WithSummary("Begin to prove with a passkey who you are")
            .WithDescription("For what takes a fresh log-in. It holds for five minutes and one answer, with a passkey of your own.")
            .WithExample(response: Example);
        Asking(api.MapPost("/fresh", ProveWithPasskey))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Prove with a passkey who you are")
            .WithDescription("As `/api/v1/auth/fresh` does with the password: the answer holds an access token with which dangerous actions are done for some minutes.")
            .WithExample(new PasskeyProofRequest(PasskeyEndpoints.Credential), FreshlyProven.Example);
    }

    private static RouteHandlerBuilder Asking(RouteHandlerBuilder endpoint) => endpoint
        .WithRateClass(RateClass.SignIn)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<PasskeyOptions>, ProblemHttpResult>> BeginPasskeyLogin(
        HttpContext context, IPasskeyHandler<User> handler, PasskeyChallenges challenges, CancellationToken cancellationToken)
    {
        if (PasskeyProblems.AddressFault(context.Request) is { } fault) return fault;
        var made = await handler.MakeRequestOptionsAsync(user: null, context);
        await challenges.KeepAsync(context, ChallengeUse.LogIn, userId: null, made.AssertionState, cancellationToken);
        return TypedResults.Ok(new PasskeyOptions(JsonElement.Parse(made.RequestOptionsJson)));
    }

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> LogInWithPasskey(
        PasskeyLoginRequest request, HttpContext context, PasskeyProof proof, AuthDb db, Admission admission, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await proof.TakeAsync(context, request.Credential, ChallengeUse.LogIn, userId: null, AuditActions.Login, cancellationToken) is not { } id
            || await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { } account) return PasskeyProblems.Refused();
        if (admission.Shut(account) is var (reason, shut))
        {
            await audit.RecordAsync(AuditEntry.On(AuditActions.Login, "user", account.Id, account.UserName) with { Outcome = AuditOutcome.Failure, After = new { reason } }, cancellationToken);
            return shut;
        }

        return await admission.AdmitAsync(context, account, request.Session ?? SessionMode.Token, cancellationToken, by: "passkey") ?? PasskeyProblems.Refused();
    }

    private static async Task<Results<Ok<PasskeyOptions>, ProblemHttpResult>> BeginPasskeyProof(
        CurrentUser current, HttpContext context, UserManager<User> users, IPasskeyHandler<User> handler, PasskeyChallenges challenges, CancellationToken cancellationToken)
    {
        if (PasskeyProblems.AddressFault(context.Request) is { } fault) return fault;
        if (await users.FindByIdAsync(current.Id.ToString()) is not { } user) return Problems.NotFound("user");
        var made = await handler.MakeRequestOptionsAsync(user, context);
        await challenges.KeepAsync(context, ChallengeUse.ProveAgain, current.Id, made.AssertionState, cancellationToken);
        return TypedResults.Ok(new PasskeyOptions(JsonElement.Parse(made.RequestOptionsJson)));
    }

    private static async Task<Results<Ok<FreshlyProven>, ProblemHttpResult>> ProveWithPasskey(
        PasskeyProofRequest request, CurrentUser current, HttpContext context, PasskeyProof proof, AuthDb db, SignIn signIn, CancellationToken cancellationToken)
    {
        if (await proof.TakeAsync(context, request.Credential, ChallengeUse.ProveAgain, current.Id, AuditActions.ProvenAgain, cancellationToken) != current.Id
            || await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return PasskeyProblems.NotProven();
        context.Response.Headers.CacheControl = "no-store";
        return await signIn.RenewAsync(account, current.SessionId, "passkey", cancellationToken) is { } proven ? TypedResults.Ok(proven) : Problems.NotFound("session");
    }
}
