using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Registration;

/// <param name="Password">At least 12 characters; several words in a row are fine.</param>
/// <param name="Session"><c>cookie</c> puts the refresh token into an HttpOnly cookie; the default is <c>token</c>.</param>
/// <param name="SetupCode">The code that the server prints at its first start. It makes this account the administrator.</param>
public sealed record RegisterRequest(
    [Required, UserName] string UserName, [Required, Email] string Email, [Required, MaxLength(PasswordRules.MaxLength)] string Password,
    SessionMode? Session = null, [MaxLength(100)] string? SetupCode = null);

internal static class RegisterEndpoint
{
    public static void MapRegister(this RouteGroupBuilder api) => api.MapPost("/register", Register)
        .AllowAnonymous()
        .WithRateClass(RateClass.Registration)
        .WithSummary("Register")
        .WithDescription(
            "Makes an account and logs it in. While there is no administrator, the account becomes it if the request comes from this machine itself or brings the setup code.")
        .WithExample(new RegisterRequest("ada", "ada@example.org", "correct horse battery staple"), SignedIn.Example)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Created<SignedIn>, ProblemHttpResult>> Register(
        RegisterRequest request, HttpContext context, Registrar registrar, SetupCode setupCode, LocalCaller localCaller, SignIn signIn, IOptionsMonitor<AuthOptions> options, CancellationToken cancellationToken)
    {
        if (request.SetupCode is { } code && !await setupCode.MatchesAsync(code, cancellationToken))
            return Problems.Forbidden("wrong-setup-code", "This is not the setup code, or it was used. Leave it out for an ordinary account.");

        var asAdministrator = request.SetupCode is not null || (localCaller.IsLocal(context) && !await setupCode.AdministratorExistsAsync(cancellationToken));
        if (options.CurrentValue.Registration == RegistrationMode.Closed && !asAdministrator)
            return Problems.Forbidden("registration-closed", "Nobody can register here. Ask an administrator for an account.");

        var (account, session, result) = await registrar.RegisterAsync(request.UserName, request.Email, request.Password, asAdministrator, Visitor.Of(context), cancellationToken);
        if (account is null) return UniqueNames.ProblemFor(result);

        return TypedResults.Created("/api/v1/me", await signIn.AnswerAsync(
            context, account, session!.Token, session.ExpiresAt, request.Session ?? SessionMode.Token, cancellationToken));
    }
}
