using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Login;

/// <summary>Tells whether a login and a password belong together, and nothing else: not whether the user exists, not which of the two was wrong.</summary>
internal sealed class Authenticator(
    AuthDb db, LoginThrottle throttle, PasswordCheck passwords, IPasswordHasher<User> hasher, ILookupNormalizer normalizer, ILogger<Authenticator> logger)
{
    public async Task<Authentication> AuthenticateAsync(string login, string password, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeName(login);
        var loginHash = throttle.HashOf(normalized);
        using var place = await passwords.EnterAsync(cancellationToken);

        var failure = await throttle.FindAsync(loginHash, cancellationToken);
        if (throttle.RestOf(failure) is { } rest) return new(null, rest);

        var account = await (normalized.Contains('@', StringComparison.Ordinal)
            ? db.FindAccountAsync(u => u.NormalizedEmail == normalized, cancellationToken)
            : db.FindAccountAsync(u => u.NormalizedUserName == normalized, cancellationToken));
        var result = passwords.Verify(account?.PasswordHash, password);
        if (account is null || result == PasswordVerificationResult.Failed)
        {
            await throttle.FailAsync(loginHash, failure, cancellationToken);
            return new(null, null);
        }

        if (failure is not null) await throttle.ForgetAsync(loginHash, cancellationToken);
        if (result == PasswordVerificationResult.SuccessRehashNeeded) await RehashAsync(account, password, cancellationToken);
        return new(account, null);
    }

    /// <summary>What is wrong where somebody who is signed in proves who they are with their password.</summary>
    public async Task<ProblemHttpResult?> FaultAsync(Guid userId, string userName, string password, CancellationToken cancellationToken)
    {
        var (account, rest) = await AuthenticateAsync(userName, password, cancellationToken);
        return rest is { } wait ? LoginProblems.Blocked(wait) : account?.Id == userId ? null : LoginProblems.WrongPassword();
    }

    private async Task RehashAsync(Account account, string password, CancellationToken cancellationToken)
    {
        var hash = hasher.HashPassword(new User { CreatedAt = account.CreatedAt }, password);
        await db.Users.Where(u => u.Id == account.Id && u.PasswordHash == account.PasswordHash)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash), cancellationToken);
        logger.PasswordRehashed(account.Id);
    }
}

/// <param name="Account">Null when they do not belong together.</param>
/// <param name="Rest">The password was not looked at: the login has to rest this long.</param>
internal sealed record Authentication(Account? Account, TimeSpan? Rest);
