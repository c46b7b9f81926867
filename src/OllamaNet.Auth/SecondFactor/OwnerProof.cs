using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.SecondFactor;

/// <summary>Asks whoever is logged in to prove again who they are. Null: proven; a code that was right is used up.</summary>
internal sealed class OwnerProof(Authenticator authenticator, CodeCheck codes, FreshLogin fresh, IHttpContextAccessor context, AuditLog audit)
{
    /// <param name="password">Null where the account has none.</param>
    /// <param name="code">Needed where the second step is on.</param>
    /// <param name="action">What it is asked for, as it is recorded when the code is wrong.</param>
    public async Task<ProblemHttpResult?> FaultAsync(Account account, string? password, string? code, string action, CancellationToken cancellationToken)
    {
        if (account.HasTotp && string.IsNullOrWhiteSpace(code)) return Problems.Invalid("code", "A code of the authenticator app is needed, or a recovery code.");
        if (await PasswordFaultAsync(account.Id, account.UserName, account.PasswordHash, password, cancellationToken) is { } fault) return fault;
        return account.HasTotp ? await CodeFaultAsync(account, await codes.TakeAsync(account.Id, code!, cancellationToken), action, cancellationToken) : null;
    }

    /// <summary>Whoever has no password logs in elsewhere: then that has to have been just now.</summary>
    public async Task<ProblemHttpResult?> PasswordFaultAsync(Guid user, string userName, string? passwordHash, string? password, CancellationToken cancellationToken)
    {
        if (passwordHash is not null)
            return string.IsNullOrEmpty(password) ? Problems.Invalid("currentPassword", "The current password is needed.") : await authenticator.FaultAsync(user, userName, password, cancellationToken);

        // It is not taken for one that there is not: who proves it by that would stay proven for good.
        return !string.IsNullOrEmpty(password) ? LoginProblems.WrongPassword() : fresh.Fault(CurrentUser.From(context.HttpContext!.User));
    }

    public async Task<ProblemHttpResult?> CodeFaultAsync(Account account, CodeResult result, string action, CancellationToken cancellationToken)
    {
        if (result.Accepted) return null;
        await audit.CodeRefusedAsync(account, result, action, cancellationToken);
        return result.Rest is { } wait ? SecondFactorProblems.Blocked(wait) : Problems.Forbidden("wrong-code", SecondFactorProblems.WrongCode);
    }
}
