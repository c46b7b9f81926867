using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Auth.Users.Administration;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Registration;

/// <summary>Makes accounts, with the first session of whoever registers.</summary>
internal sealed class Registrar(
    AuthDb db, UserManager<User> users, SetupCode setupCode, AuditLog audit, TimeProvider time, IOptions<AuthOptions> options, ILogger<Registrar> logger)
{
    /// <param name="visitor">Whose session begins; null: none does.</param>
    public async Task<RegistrationResult> RegisterAsync(string userName, string email, string password, Entry entry, Visitor? visitor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = userName,
            Email = email,
            EmailConfirmed = entry.Invitation is { Mailed: true },
            ApprovalAskedAt = entry.WaitsForApproval ? now : null,
            CreatedAt = now,
        };
        var asAdministrator = entry.AsAdministrator;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (asAdministrator)
        {
            // Two who register at once: one becomes the administrator.
            await db.LockAdministratorsAsync(cancellationToken);
            asAdministrator = !await db.UserRoles.AnyAsync(r => r.RoleId == BuiltInRoles.Admin, cancellationToken);
        }

        // Deleted with the account's birth or not at all: of many who bring one invitation, one gets in.
        if (entry.Invitation is { } invitation && await db.Invitations.Where(i => i.Id == invitation.Id && i.ExpiresAt > now).ExecuteDeleteAsync(cancellationToken) == 0)
            return new(null, null, IdentityResult.Failed(new IdentityError { Code = UniqueNames.Invitation }));

        var isAdministrator = asAdministrator || entry.Invitation?.Role == Roles.Admin;
        Opened? opened = null;
        if (visitor is not null)
        {
            var (session, token) = Session.Start(user.Id, visitor, now, options.Value);
            db.Sessions.Add(session);
            opened = new(token, session.ExpiresAt);
        }

        var names = BuiltInRoles.Give(db, user.Id, isAdministrator);
        try
        {
            var result = await users.CreateAsync(user, password);
            if (!result.Succeeded) return new(null, null, result);
            await db.StorePrincipalAsync(user.Id, userName, names, user.SecurityVersion, disabled: entry.WaitsForApproval, cancellationToken);
            await audit.RecordAsync(db, AuditEntry.On(AuditActions.Registered, "user", user.Id, userName) with { ActorId = user.Id, After = new { roles = names, invitation = entry.Invitation?.Id, waits = entry.Waits } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            return new(null, null, IdentityResult.Failed(UniqueNames.ErrorFor(violation, users.ErrorDescriber)));
        }

        if (asAdministrator) setupCode.Spend();
        logger.UserRegistered(user.Id, isAdministrator);
        return new(new Account(user.Id, userName, email, null, user.SecurityStamp, user.SecurityVersion, now, names) { EmailConfirmed = user.EmailConfirmed }, opened, IdentityResult.Success);
    }
}

internal sealed record RegistrationResult(Account? Account, Opened? Session, IdentityResult Result);

internal sealed record Opened(RefreshToken Token, DateTimeOffset ExpiresAt);
