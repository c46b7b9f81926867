using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Auth.Login;

/// <summary>Lets in who proved who they are, by all that was asked; or says what they have to do first.</summary>
internal sealed class Admission(SignIn signIn, LoginTickets tickets, EmailVerification verification, AuditLog audit, TimeProvider time)
{
    /// <summary>Why nobody gets in who proved who they are; null: nothing stands in the way.</summary>
    public (string Reason, ProblemHttpResult Problem)? Shut(Account account) =>
        account.Disabled ? ("disabled", LoginProblems.Disabled())
        : account.ApprovalAskedAt is not null ? ("waiting", LoginProblems.Waiting())
        : verification.IsMissing(account) ? ("unverified", LoginProblems.Unverified())
        : null;

    /// <summary>The same for who comes with a password and nothing else: a temporary one is worth nothing after its time.</summary>
    public (string Reason, ProblemHttpResult Problem)? ShutToPassword(Account account) =>
        Shut(account) ?? (account.TemporaryUntil < time.GetUtcNow() ? ("temporary-password-expired", LoginProblems.TemporaryExpired()) : null);

    /// <param name="provider">Who said who it is, where it was not this server.</param>
    /// <param name="by">What proved it, as it is recorded; null: the password.</param>
    /// <returns>Null when the account's secrets were changed while they were checked.</returns>
    public async Task<Results<Ok<SignedIn>, ProblemHttpResult>?> AdmitAsync(HttpContext context, Account account, SessionMode mode, CancellationToken cancellationToken, string? provider = null, string? by = null)
    {
        if (account.PurgeAt is { } purgeAt)
        {
            await audit.RecordAsync(AuditEntry.On(AuditActions.Login, "user", account.Id, account.UserName) with { Outcome = AuditOutcome.Failure, After = new { reason = "deleted" } }, cancellationToken);
            context.Response.Headers.CacheControl = "no-store";
            return LoginProblems.Deleted(purgeAt).WithTicket(tickets.Make(account, TicketUse.Restore));
        }

        if (account.TemporaryUntil is not null)
        {
            await audit.RecordAsync(AuditEntry.On(AuditActions.PasswordAsked, "user", account.Id, account.UserName), cancellationToken);
            context.Response.Headers.CacheControl = "no-store";
            return LoginProblems.TemporaryPassword().WithTicket(tickets.Make(account, TicketUse.NewPassword));
        }

        if (await signIn.StartAsync(context, account, mode, cancellationToken, provider, by) is not { } signedIn) return null;
        return TypedResults.Ok(signedIn);
    }
}
