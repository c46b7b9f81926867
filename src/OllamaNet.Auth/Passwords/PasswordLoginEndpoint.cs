using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Passwords;

/// <param name="Ticket">What the login answered with.</param>
/// <param name="Password">At least 12 characters; several words in a row are fine.</param>
/// <param name="Session"><c>cookie</c> puts the refresh token into an HttpOnly cookie; the default is <c>token</c>.</param>
public sealed record PasswordLoginRequest([Required, MaxLength(200)] string Ticket, [Required, MaxLength(PasswordRules.MaxLength)] string Password, SessionMode? Session = null);

internal static class PasswordLoginEndpoint
{
    public static void MapPasswordLogin(this RouteGroupBuilder api) => api.MapPost("/login/password", LogInWithNewPassword)
        .AllowAnonymous()
        .WithRateClass(RateClass.SignIn)
        .WithSummary("Log in, with a password of your own")
        .WithDescription("Replaces the temporary password that an administrator set. With the ticket that logging in answered with (`new-password-required`); it holds for five minutes and works once.")
        .WithExample(new PasswordLoginRequest("AZOcHm9KfDua…", "seven quiet rivers run north"), SignedIn.Example)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> LogInWithNewPassword(
        PasswordLoginRequest request, HttpContext context, LoginTickets tickets, AuthDb db, PasswordCheck passwords, PasswordChanger changer, Admission admission, CancellationToken cancellationToken)
    {
        if (tickets.UserOf(request.Ticket) is not { } id || await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { TemporaryUntil: not null } account
            || !tickets.IsOf(request.Ticket, account, TicketUse.NewPassword)) return SecondFactorProblems.InvalidTicket();
        if (admission.Shut(account) is var (_, shut)) return shut;

        if (PasswordRules.Fault(request.Password, account.UserName, account.Email) is { } fault) return Problems.Invalid("password", fault);
        using (await passwords.EnterAsync(cancellationToken))
        {
            if (passwords.Verify(account.PasswordHash, request.Password) != PasswordVerificationResult.Failed)
                return Problems.Invalid("password", "This is the password that you were given. Choose another.");
        }

        if (!await changer.ChangeAsync(account, request.Password, kept: null, link: null, cancellationToken)) return SecondFactorProblems.InvalidTicket();
        return await db.FindAccountAsync(u => u.Id == id, cancellationToken) is { } changed
            && await admission.AdmitAsync(context, changed, request.Session ?? SessionMode.Token, cancellationToken) is { } admitted ? admitted : SecondFactorProblems.InvalidTicket();
    }
}
