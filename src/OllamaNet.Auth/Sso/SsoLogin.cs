using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.Registration;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Sso.Protocol;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Auth.Sso;

/// <summary>Lets in whom a provider named. A second step is the provider's: none is asked for here.</summary>
internal sealed class SsoLogin(AuthDb db, SsoAccounts accounts, RuledRoles roles, Admission admission, EmailVerification verification, MailQueue queue, AuditLog audit, TimeProvider time)
{
    public async Task<Results<Ok<SsoSignedIn>, Accepted<RegistrationPending>, ProblemHttpResult>> AdmitAsync(
        HttpContext context, SsoIdentity identity, SessionMode mode, string? next, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(identity, cancellationToken);
        if (account is null)
        {
            var (made, entry, problem) = await accounts.CreateAsync(identity, cancellationToken);
            if (made is null) return await RefuseAsync(null, identity, "no-account", problem!, cancellationToken);
            if (verification.IsOffered && !made.EmailConfirmed) queue.Add((links, later) => links.MailConfirmationAsync(made.Id, made.Email, later));
            if (entry!.Waits) return TypedResults.Accepted((string?)null, new RegistrationPending(entry.WaitsForApproval, entry.WaitsForVerification));
            account = made;
        }

        if (admission.Shut(account) is var (reason, shut)) return await RefuseAsync(account, identity, reason, shut, cancellationToken);
        if (account.PurgeAt is null)
        {
            if (await roles.RefreshAsync(account, identity, cancellationToken) is { } fault) return fault;
            await NoteUseAsync(account, identity, cancellationToken);
            account = await accounts.FindAsync(identity, cancellationToken);
        }

        var admitted = account is null ? null : await admission.AdmitAsync(context, account, mode, cancellationToken, identity.Provider.Name);
        return admitted?.Result switch
        {
            Ok<SignedIn> { Value: { } signedIn } => TypedResults.Ok(new SsoSignedIn(signedIn, next)),
            ProblemHttpResult problem => problem,
            _ => SsoProblems.Expired(),
        };
    }

    private Task<int> NoteUseAsync(Account account, SsoIdentity identity, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return db.LinkedLogins.Where(l => l.UserId == account.Id && l.Issuer == identity.Issuer && l.Subject == identity.Subject).ExecuteUpdateAsync(set => set.SetProperty(l => l.LastUsedAt, now), cancellationToken);
    }

    private async Task<ProblemHttpResult> RefuseAsync(Account? account, SsoIdentity identity, string reason, ProblemHttpResult problem, CancellationToken cancellationToken)
    {
        var entry = account is null ? new AuditEntry(AuditActions.Login) : AuditEntry.On(AuditActions.Login, "user", account.Id, account.UserName);
        reason = account is null && problem.ProblemDetails.Extensions.TryGetValue("code", out var code) ? $"{code}" : reason;
        await audit.RecordAsync(entry with { Outcome = AuditOutcome.Failure, After = new { reason, provider = identity.Provider.Name } }, cancellationToken);
        return problem;
    }
}
