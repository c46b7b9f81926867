using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Registration;

/// <param name="Password">At least 12 characters; several words in a row are fine.</param>
/// <param name="Session"><c>cookie</c> puts the refresh token into an HttpOnly cookie; the default is <c>token</c>.</param>
/// <param name="SetupCode">The code that the server prints at its first start. It makes this account the administrator.</param>
/// <param name="Invitation">What follows <c>#</c> in the link of an invitation.</param>
public sealed record RegisterRequest(
    [Required, UserName] string UserName, [Required, Email] string Email, [Required, MaxLength(PasswordRules.MaxLength)] string Password,
    SessionMode? Session = null, [MaxLength(100)] string? SetupCode = null, [MaxLength(200)] string? Invitation = null);

/// <summary>The account was made, and nobody gets in with it yet.</summary>
/// <param name="Approval">An administrator has to approve it.</param>
/// <param name="Verification">The link that was mailed has to be opened.</param>
public sealed record RegistrationPending(bool Approval, bool Verification);

/// <param name="Mode">Who may register.</param>
/// <param name="Approval">Whether who has no invitation waits for an administrator.</param>
/// <param name="Verification">Whether a link to prove the address is mailed.</param>
public sealed record RegistrationInfo(RegistrationMode Mode, bool Approval, bool Verification);

internal static class RegisterEndpoint
{
    public static void MapRegister(this RouteGroupBuilder api)
    {
        api.MapGet("/registration", GetRegistration)
            .AllowAnonymous()
            .WithSummary("Who may register")
            .WithDescription("As administrators set it; open to all.")
            .WithExample(response: new RegistrationInfo(RegistrationMode.Invitation, Approval: false, Verification: true))
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        MapRegistering(api);
    }

    private static void MapRegistering(RouteGroupBuilder api) => api.MapPost("/register", Register)
        .AllowAnonymous()
        .WithRateClass(RateClass.Registration)
        .WithSummary("Register")
        .WithDescription(
            "Makes an account and logs it in; 202 where an administrator has to approve it, or the link that is mailed has to be opened, first. Who may register is a setting; an invitation works once. While there is no administrator, the account becomes it if the request comes from this machine itself or brings the setup code.")
        .WithExample(new RegisterRequest("ada", "ada@example.org", "correct horse battery staple"), SignedIn.Example)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Created<SignedIn>, Accepted<RegistrationPending>, ProblemHttpResult>> Register(
        RegisterRequest request, HttpContext context, Entrance entrance, Registrar registrar, SetupCode setupCode, LocalCaller localCaller, SignIn signIn, EmailVerification verification, MailQueue queue,
        CancellationToken cancellationToken)
    {
        if (request.SetupCode is { } code && !await setupCode.MatchesAsync(code, cancellationToken))
            return Problems.Forbidden("wrong-setup-code", "This is not the setup code, or it was used. Leave it out for an ordinary account.");

        var asAdministrator = request.SetupCode is not null || (localCaller.IsLocal(context) && !await setupCode.AdministratorExistsAsync(cancellationToken));
        var (entry, refused) = await entrance.FindAsync(request.Email, request.Invitation, asAdministrator, cancellationToken);
        if (entry is null) return refused!;

        var (account, session, result) = await registrar.RegisterAsync(request.UserName, request.Email, request.Password, entry, entry.Waits ? null : Visitor.Of(context), cancellationToken);
        if (account is null) return UniqueNames.ProblemFor(result);
        if (verification.IsOffered && !account.EmailConfirmed && !account.IsAdministrator) queue.Add((links, later) => links.MailConfirmationAsync(account.Id, account.Email, later));
        if (session is null) return TypedResults.Accepted((string?)null, new RegistrationPending(entry.WaitsForApproval, entry.WaitsForVerification));

        return TypedResults.Created("/api/v1/me", await signIn.AnswerAsync(context, account, session.Token, account.CreatedAt, session.ExpiresAt, request.Session ?? SessionMode.Token, cancellationToken));
    }

    private static Ok<RegistrationInfo> GetRegistration(IOptionsMonitor<AuthOptions> options, EmailVerification verification) =>
        TypedResults.Ok(new RegistrationInfo(options.CurrentValue.Registration, options.CurrentValue.RegistrationApproval, verification.IsOffered));
}
