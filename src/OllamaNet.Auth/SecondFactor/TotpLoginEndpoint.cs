using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.SecondFactor;

/// <param name="Ticket">What the login answered with.</param>
/// <param name="Code">What the app shows now, or a recovery code.</param>
/// <param name="Session"><c>cookie</c> puts the refresh token into an HttpOnly cookie; the default is <c>token</c>.</param>
public sealed record TotpLoginRequest([Required, MaxLength(200)] string Ticket, [Required, MaxLength(20)] string Code, SessionMode? Session = null);

internal static class TotpLoginEndpoint
{
    public static void MapTotpLogin(this RouteGroupBuilder api) => api.MapPost("/login/totp", LogInWithCode)
        .AllowAnonymous()
        .WithRateClass(RateClass.SignIn)
        .WithSummary("Log in, second step")
        .WithDescription(
            "With the ticket of the first, which holds for five minutes and until the password changes, and a code of the authenticator app, or a recovery code. Each works once. After five wrong "
            + "codes the account rests for 30 seconds, then longer each time, up to 15 minutes.")
        .WithExample(new TotpLoginRequest("AZOcHm9KfDua…", "492039"), SignedIn.Example)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> LogInWithCode(
        TotpLoginRequest request, HttpContext context, LoginTickets tickets, CodeCheck codes, AuthDb db, Admission admission, AuditLog audit, CancellationToken cancellationToken)
    {
        // Before anything is counted: who has no ticket does not know the password, and must not block who does.
        if (tickets.UserOf(request.Ticket) is not { } id || await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { HasTotp: true } account || !tickets.IsOf(request.Ticket, account, TicketUse.SecondStep))
            return SecondFactorProblems.InvalidTicket();
        if (admission.Shut(account) is var (_, shut)) return shut;

        var result = await codes.TakeAsync(account.Id, request.Code, cancellationToken);
        if (!result.Accepted)
        {
            await audit.CodeRefusedAsync(account, result, AuditActions.Login, cancellationToken);
            return result.Rest is { } wait ? SecondFactorProblems.Blocked(wait) : Problems.Unauthorized("wrong-code", SecondFactorProblems.WrongCode);
        }

        return await admission.AdmitAsync(context, account, request.Session ?? SessionMode.Token, cancellationToken) ?? SecondFactorProblems.InvalidTicket();
    }
}
