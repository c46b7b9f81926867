using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Mail;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.Users;
using OllamaNet.Auth.Users.Administration;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Recovery;

public sealed record ResetRequest([Required, Email] string Email);

/// <param name="Mail">Whether this server sends mail at all. Without it an administrator makes the link.</param>
public sealed record ResetAnswer(bool Mail);

/// <param name="Token">What follows <c>#</c> in the link.</param>
/// <param name="Password">At least 12 characters; several words in a row are fine.</param>
public sealed record ConfirmResetRequest([Required, MaxLength(200)] string Token, [Required, MaxLength(PasswordRules.MaxLength)] string Password);

/// <param name="Token">What follows <c>#</c> in the link.</param>
public sealed record ConfirmEmailRequest([Required, MaxLength(200)] string Token);

/// <param name="Path">Where it leads on this server; said once.</param>
public sealed record ResetLink(string Path, DateTimeOffset ExpiresAt);

internal static class RecoveryEndpoints
{
    public static void MapRecovery(this RouteGroupBuilder api)
    {
        api.MapPost("/password-reset", RequestReset)
            .AllowAnonymous().WithRateClass(RateClass.Registration)
            .WithSummary("Ask for a link to set a new password")
            .WithDescription("It is mailed to the address if there is an account with it, three times an hour at most, and works once within 30 minutes. The answer is always the same.")
            .WithExample(new ResetRequest("ada@example.org"), new ResetAnswer(true))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/password-reset/confirm", ConfirmReset)
            .AllowAnonymous().WithRateClass(RateClass.SignIn)
            .WithSummary("Set a new password")
            .WithDescription("With the token of the link. All sessions end, and all links made before stop working.")
            .WithExample(new ConfirmResetRequest("u5vZ0Yb3…", "seven quiet rivers run north"))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/email/confirm", ConfirmEmail)
            .AllowAnonymous().WithRateClass(RateClass.SignIn)
            .WithSummary("Confirm an e-mail address")
            .WithDescription("With the token of the link that was mailed to it. From then on it is the account's.")
            .WithExample(new ConfirmEmailRequest("u5vZ0Yb3…"))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    public static void MapResentMail(this RouteGroupBuilder api) => api.MapPost("/email/resend", ResendVerification)
        .AllowAnonymous().WithRateClass(RateClass.Registration)
        .WithSummary("Ask again for the link that proves an address")
        .WithDescription("It is mailed if there is an account with this address that has not proven it, three times an hour at most. The answer is always the same.")
        .WithExample(new ResetRequest("ada@example.org"), new ResetAnswer(true))
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Accepted<ResetAnswer> ResendVerification(ResetRequest request, Mailer mailer, MailQueue queue)
    {
        if (mailer.IsConfigured) queue.Add((links, cancellationToken) => links.MailVerificationAsync(request.Email, cancellationToken));
        return TypedResults.Accepted((string?)null, new ResetAnswer(mailer.IsConfigured));
    }

    public static void MapResetLinks(this RouteGroupBuilder api) => api.MapPost("/{id:guid}/reset-link", MakeResetLink)
        .RefuseKeys().RequireFreshLogin()
        .WithSummary("Make a link to set a new password")
        .WithDescription("For administrators, where no mail is sent: hand it to its owner. It works once within 30 minutes, and nobody sees it again. API keys may not.")
        .WithExample(response: new ResetLink("/reset#u5vZ0Yb3…", new(2026, 11, 21, 9, 30, 0, TimeSpan.Zero)));

    private static Accepted<ResetAnswer> RequestReset(ResetRequest request, Mailer mailer, MailQueue queue)
    {
        if (mailer.IsConfigured) queue.Add((links, cancellationToken) => links.MailResetAsync(request.Email, cancellationToken));
        return TypedResults.Accepted((string?)null, new ResetAnswer(mailer.IsConfigured));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ConfirmReset(
        ConfirmResetRequest request, AuthDb db, AccountLinks links, PasswordChanger changer, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(request.Token, TokenPurpose.ResetPassword, cancellationToken) is not { } token
            || await db.FindAccountAsync(u => u.Id == token.UserId, cancellationToken) is not { } account) return WornOut();
        if (PasswordRules.Fault(request.Password, account.UserName, account.Email) is { } fault) return Problems.Invalid("password", fault);
        return await changer.ChangeAsync(account, request.Password, kept: null, token.Hash, cancellationToken) ? TypedResults.NoContent() : WornOut();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ConfirmEmail(
        ConfirmEmailRequest request, AuthDb db, AccountLinks links, EmailChanger changer, MailQueue queue, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(request.Token, TokenPurpose.ConfirmEmail, cancellationToken) is not { Email: { } email } token
            || await db.FindAccountAsync(u => u.Id == token.UserId, cancellationToken) is not { } before) return WornOut();
        switch (await changer.ChangeAsync(before, email, token.Hash, cancellationToken))
        {
            case EmailChange.Taken: return Problems.Conflict("email-taken", "There is an account with this e-mail address already. Log in with it, or use another address.");
            case EmailChange.TooLate: return WornOut();
        }

        if (before.Email != email) queue.Add((mails, later) => mails.MailChangedAsync(before, later));
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ResetLink>, ProblemHttpResult>> MakeResetLink(
        Guid id, AuthDb db, AccountLinks links, AuditLog audit, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!await db.Users.AnyAsync(u => u.Id == id, cancellationToken)) return Problems.NotFound("user");

        await audit.RecordAsync(AuditEntry.On(AuditActions.ResetLinkMade, "user", id), cancellationToken);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await links.MakeResetLinkAsync(id, cancellationToken));
    }

    private static ProblemHttpResult WornOut() => Problems.BadRequest("invalid-link", "This link was used, is too old or was never made. Ask for another.");
}
