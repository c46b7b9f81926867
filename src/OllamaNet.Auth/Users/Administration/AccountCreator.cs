using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Recovery;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>Makes accounts for others: without a password, with a link by which the owner sets one.</summary>
internal sealed class AccountCreator(AuthDb db, UserManager<User> users, AccountLinks links, AuditLog audit, TimeProvider time)
{
    public async Task<(Guid Id, ResetLink? Link, ProblemHttpResult? Problem)> CreateAsync(CreateUserRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var user = new User { Id = Guid.CreateVersion7(now), UserName = request.UserName, Email = request.Email, DisplayName = request.DisplayName?.Trim(), CreatedAt = now };
        var names = BuiltInRoles.Give(db, user.Id, request.Role == Roles.Admin);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await users.CreateAsync(user);
            if (!result.Succeeded) return (default, null, UniqueNames.ProblemFor(result));
            await db.StorePrincipalAsync(user.Id, request.UserName, names, user.SecurityVersion, disabled: false, cancellationToken);
            var link = await links.MakeResetLinkAsync(user.Id, cancellationToken);
            await audit.RecordAsync(
                db, AuditEntry.On(AuditActions.UserCreated, "user", user.Id, user.UserName) with { After = new { user.UserName, user.Email, user.DisplayName, request.Role } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return (user.Id, link, null);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            return (default, null, UniqueNames.ProblemFor(IdentityResult.Failed(UniqueNames.ErrorFor(violation, users.ErrorDescriber))));
        }
    }
}
