using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Login;

/// <param name="Login">User name or e-mail address.</param>
/// <param name="Session"><c>cookie</c> puts the refresh token into an HttpOnly cookie; the default is <c>token</c>.</param>
public sealed record LoginRequest([Required, MaxLength(254)] string Login, [Required, MaxLength(PasswordRules.MaxLength)] string Password, SessionMode? Session = null);

internal static class LoginEndpoint
{
    public static void MapLogin(this RouteGroupBuilder api) => api.MapPost("/login", Login)
        .AllowAnonymous()
        .WithRateClass(RateClass.SignIn)
        .WithSummary("Log in")
        .WithDescription("With user name or e-mail address. After five wrong passwords a login rests for 30 seconds, then longer each time, up to 15 minutes; 'Retry-After' says how long. Where the second step is on, a right password gets 401 with the code `second-factor-required` and a `ticket` for `login/totp`. An account that its owner deleted gets 403 with the code `account-deleted`, the time until which it can be brought back, and a `ticket` for `restore`.")
        .WithExample(new LoginRequest("ada", "correct horse battery staple"), SignedIn.Example)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Login(
        LoginRequest request, HttpContext context, Authenticator authenticator, AuthDb db, ILookupNormalizer normalizer, LoginTickets tickets, Admission admission, AuditLog audit, CancellationToken cancellationToken)
    {
        var (account, rest) = await authenticator.AuthenticateAsync(request.Login, request.Password, cancellationToken);
        if (account is null) await audit.LoginFailedAsync(db, normalizer, request.Login, rest is null ? "wrong-credentials" : "blocked", cancellationToken);
        if (rest is { } wait) return LoginProblems.Blocked(wait);
        if (account is not null && admission.ShutToPassword(account) is var (reason, shut))
        {
            await audit.LoginFailedAsync(db, normalizer, request.Login, reason, cancellationToken);
            return shut;
        }

        if (account is { HasTotp: true })
        {
            await audit.RecordAsync(AuditEntry.On(AuditActions.CodeAsked, "user", account.Id, account.UserName), cancellationToken);
            context.Response.Headers.CacheControl = "no-store";
            return SecondFactorProblems.Required(tickets.Make(account, TicketUse.SecondStep));
        }

        return (account is null ? null : await admission.AdmitAsync(context, account, request.Session ?? SessionMode.Token, cancellationToken))
            ?? (Results<Ok<SignedIn>, ProblemHttpResult>)Problems.Unauthorized("wrong-credentials", "Login and password do not belong together. Check both.");
    }
}
