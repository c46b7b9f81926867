using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.SecondFactor;

/// <summary>What every place says and records that asks for a code.</summary>
internal static class SecondFactorProblems
{
    public const string WrongCode = "This code is wrong, too old or was used. Type the one that the app shows now.";

    public static ProblemHttpResult Blocked(TimeSpan wait) =>
        Problems.TooManyRequests("code-blocked", "Too many wrong codes for this account. Wait as long as the header 'Retry-After' says.", wait);

    /// <summary>401: the password was right.</summary>
    public static ProblemHttpResult Required(string ticket) => Problems
        .Unauthorized("second-factor-required", "The password is right. Send the ticket with a code of the authenticator app, or a recovery code, to /api/v1/auth/login/totp.").WithTicket(ticket);

    public static ProblemHttpResult InvalidTicket() => Problems.Unauthorized("invalid-ticket", "That took too long, or the password was changed meanwhile. Log in again.");

    /// <summary>The ticket is a member of the problem.</summary>
    public static ProblemHttpResult WithTicket(this ProblemHttpResult problem, string ticket)
    {
        problem.ProblemDetails.Extensions["ticket"] = ticket;
        problem.ProblemDetails.Extensions["expiresIn"] = (int)LoginTickets.Lifetime.TotalSeconds;
        return problem;
    }

    public static Task CodeRefusedAsync(this AuditLog audit, Account account, CodeResult result, string action, CancellationToken cancellationToken) => audit.RecordAsync(
        AuditEntry.On(action, "user", account.Id, account.UserName) with { Outcome = AuditOutcome.Failure, After = new { reason = result.Rest is null ? "wrong-code" : "blocked" } }, cancellationToken);
}
