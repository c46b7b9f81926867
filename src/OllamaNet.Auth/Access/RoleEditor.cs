using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users;
using OllamaNet.Auth.Users.Administration;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Access;

/// <summary>Makes, changes and deletes own roles, one after the other.</summary>
internal sealed class RoleEditor(AuthDb db, Revocations revocations, AuditLog audit, TimeProvider time)
{
    private const int Most = 100;

    public async Task<(Guid Id, ProblemHttpResult? Problem)> CreateAsync(CreateRoleRequest request, CurrentUser current, CancellationToken cancellationToken)
    {
        if (Wrong(request.Permissions, current) is { } wrong) return (default, wrong);
        var role = new IdentityRole<Guid>
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Name = request.Name,
            NormalizedName = request.Name.ToUpperInvariant(),
            ConcurrencyStamp = AccountTurns.NewStamp(),
        };
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.LockAdministratorsAsync(cancellationToken);
            if (await db.Roles.CountAsync(cancellationToken) >= Most) return (default, Problems.Conflict("too-many-roles", $"There are {Most} roles. Delete some before you make more."));
            db.Roles.Add(role);
            db.Add(new StoredRole { Name = request.Name, Description = Text(request.Description), Permissions = InOrder(request.Permissions) });
            await db.SaveChangesAsync(cancellationToken);
            await audit.RecordAsync(db, AuditEntry.On(AuditActions.RoleCreated, "role", role.Id, role.Name) with { After = new { permissions = InOrder(request.Permissions) } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return (default, Problems.Conflict("role-exists", "There is a role of this name already. Choose another."));
        }

        await revocations.RefreshAsync(cancellationToken);
        return (role.Id, null);
    }

    /// <returns>Null: done.</returns>
    public Task<ProblemHttpResult?> ChangeAsync(Guid id, UpdateRoleRequest request, CurrentUser current, CancellationToken cancellationToken) => TakeAsync(id, current, async role =>
    {
        if (Wrong(request.Permissions, current) is { } wrong) return wrong;
        var before = role.Permissions;
        (role.Permissions, role.Description) = (InOrder(request.Permissions), Text(request.Description));
        await db.SaveChangesAsync(cancellationToken);
        await audit.RecordAsync(
            db, AuditEntry.On(AuditActions.RoleChanged, "role", id, role.Name) with { Before = new { permissions = before }, After = new { permissions = role.Permissions } }, cancellationToken);
        return null;
    }, cancellationToken);

    /// <summary>Access tokens that name it end: another role may be called so one day.</summary>
    /// <returns>Null: done.</returns>
    public Task<ProblemHttpResult?> DeleteAsync(Guid id, CurrentUser current, CancellationToken cancellationToken) => TakeAsync(id, current, async role =>
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH gone AS (DELETE FROM auth.user_roles WHERE role_id = {id} RETURNING user_id),
            raised AS (UPDATE auth.users AS u SET security_version = u.security_version + 1 FROM gone WHERE u.id = gone.user_id RETURNING u.id, u.security_version),
            stored AS (
                UPDATE platform.principals AS p SET roles = array_remove(p.roles, {role.Name}), security_version = raised.security_version
                FROM raised WHERE p.user_id = raised.id)
            INSERT INTO platform.revocations (kind, subject, minimum_version) SELECT {(int)RevocationKind.User}, id, security_version FROM raised
            """, cancellationToken);
        db.Remove(role);
        await db.SaveChangesAsync(cancellationToken);
        await db.Roles.Where(r => r.Id == id).ExecuteDeleteAsync(cancellationToken);
        await audit.RecordAsync(db, AuditEntry.On(AuditActions.RoleDeleted, "role", id, role.Name) with { Before = new { permissions = role.Permissions } }, cancellationToken);
        return null;
    }, cancellationToken);

    private async Task<ProblemHttpResult?> TakeAsync(Guid id, CurrentUser current, Func<StoredRole, Task<ProblemHttpResult?>> change, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await db.LockAdministratorsAsync(cancellationToken);
            if (BuiltInRoles.PermissionsOf(id) is not null) return Problems.Conflict("built-in-role", "The roles User and Admin stay as they are. Make one of your own.");
            if (await db.Roles.Where(r => r.Id == id).Join(db.Set<StoredRole>(), r => r.Name, s => s.Name, (_, s) => s).AsTracking().SingleOrDefaultAsync(cancellationToken) is not { } role)
                return Problems.NotFound("role");
            if (!role.Permissions.All(current.May)) return Outranking.Problem;
            if (await change(role) is { } problem) return problem;
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        return null;
    }

    private static ProblemHttpResult? Wrong(string[] permissions, CurrentUser current)
    {
        if (permissions.Any(p => !Permissions.All.Contains(p, StringComparer.Ordinal)))
            return Problems.Invalid("permissions", $"Permissions are {string.Join(", ", Permissions.All)}.");
        return permissions.All(current.May) ? null : Outranking.Problem;
    }

    private static string[] InOrder(string[] permissions) => [.. Permissions.All.Intersect(permissions, StringComparer.Ordinal)];

    private static string? Text(string? description) => string.IsNullOrWhiteSpace(description) ? null : description.Trim();
}
