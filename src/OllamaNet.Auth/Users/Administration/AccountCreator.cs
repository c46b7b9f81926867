using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Access;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Recovery;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>Makes accounts for others: without a password, with a link by which the owner sets one.</summary>
internal sealed class AccountCreator(AuthDb db, UserManager<User> users, AccountLinks links, AuditLog audit, TimeProvider time)
{
    public async Task<(Guid Id, ResetLink? Link, ProblemHttpResult? Problem)> CreateAsync(CreateUserRequest request, CurrentUser current, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var user = new User { Id = Guid.CreateVersion7(now), UserName = request.UserName, Email = request.Email, DisplayName = request.DisplayName?.Trim(), CreatedAt = now };
        var (roles, fault) = await RoleNames.FindAsync(db, request.Roles ?? (request.Role == Roles.Admin ? [Roles.User, Roles.Admin] : [Roles.User]), cancellationToken);
        if (fault is not null) return (default, null, fault);
        string[] names = [.. roles.Select(r => r.Name)];
        if (!current.Outranks(names)) return (default, null, Outranking.Problem);
        db.UserRoles.AddRange(roles.Select(r => new IdentityUserRole<Guid> { UserId = user.Id, RoleId = r.Id }));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await users.CreateAsync(user);
            if (!result.Succeeded) return (default, null, UniqueNames.ProblemFor(result));
            await db.StorePrincipalAsync(user.Id, request.UserName, names, user.SecurityVersion, disabled: false, cancellationToken);
            var link = await links.MakeResetLinkAsync(user.Id, cancellationToken);
            await audit.RecordAsync(
                db, AuditEntry.On(AuditActions.UserCreated, "user", user.Id, user.UserName) with { After = new { user.UserName, user.Email, user.DisplayName, Roles = names } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return (user.Id, link, null);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            return (default, null, UniqueNames.ProblemFor(IdentityResult.Failed(UniqueNames.ErrorFor(violation, users.ErrorDescriber))));
        }
    }
}
