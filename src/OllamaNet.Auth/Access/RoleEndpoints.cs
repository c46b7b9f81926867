using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Access;

/// <param name="BuiltIn">It is as it is, and stays.</param>
/// <param name="Editable">You hold all that it permits, so you may change it and give it to others.</param>
/// <param name="Users">How many have it.</param>
public sealed record RoleResponse(Guid Id, string Name, string? Description, IReadOnlyList<string> Permissions, bool BuiltIn, bool Editable, int Users)
{
    internal static RoleResponse Example { get; } =
        new(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a50"), "Auditor", "Reads what was done.", [Platform.Security.Permissions.AuditRead], BuiltIn: false, Editable: true, Users: 2);
}

/// <param name="Permissions">All that there are.</param>
public sealed record RoleList(IReadOnlyList<RoleResponse> Items, IReadOnlyList<string> Permissions);

/// <param name="Name">Stays as it is: limits and rules name roles.</param>
/// <param name="Permissions">Only such as you hold yourself.</param>
public sealed record CreateRoleRequest([Required, ShortName] string Name, [Required, MaxLength(20)] string[] Permissions, [MaxLength(300)] string? Description = null);

/// <summary>The whole of what can be changed.</summary>
/// <param name="Permissions">Only such as you hold yourself.</param>
public sealed record UpdateRoleRequest([Required, MaxLength(20)] string[] Permissions, [MaxLength(300)] string? Description = null);

internal static class RoleEndpoints
{
    public static void MapRoles(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListRoles)
            .WithSummary("List the roles")
            .WithDescription("The built-in ones first, then by name; with how many users have each, and all permissions that there are.")
            .WithExample(response: new RoleList([RoleResponse.Example], Permissions.All));
        api.MapPost("/", CreateRole)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Make a role")
            .WithDescription("A name for permissions. Nobody makes a role that permits what he may not do himself. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new CreateRoleRequest("Auditor", [Permissions.AuditRead], "Reads what was done."), RoleResponse.Example);
        api.MapPut("/{id:guid}", UpdateRole)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Change a role")
            .WithDescription("Holds within 5 seconds for everybody who has it, also for sessions, API keys and streams that are open. Built-in roles cannot be changed, nor roles that permit what you may not do yourself. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new UpdateRoleRequest([Permissions.AuditRead], "Reads what was done."), RoleResponse.Example);
        api.MapDelete("/{id:guid}", DeleteRole)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Delete a role")
            .WithDescription("Whoever has it loses what it permits, within 5 seconds. Built-in roles stay. API keys may not.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample();
    }

    private static async Task<Ok<RoleList>> ListRoles(CurrentUser current, AuthDb db, CancellationToken cancellationToken)
    {
        var roles = await Shown(db.Roles, db).ToListAsync(cancellationToken);
        return TypedResults.Ok(new RoleList(
            [.. roles.Select(role => Completed(role, current)).OrderByDescending(r => r.BuiltIn).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)], Permissions.All));
    }

    private static async Task<Results<Created<RoleResponse>, ProblemHttpResult>> CreateRole(
        CreateRoleRequest request, CurrentUser current, AuthDb db, RoleEditor editor, CancellationToken cancellationToken)
    {
        var (id, problem) = await editor.CreateAsync(request, current, cancellationToken);
        return problem is not null ? problem : TypedResults.Created((string?)null, await ReadAsync(id, current, db, cancellationToken));
    }

    private static async Task<Results<Ok<RoleResponse>, ProblemHttpResult>> UpdateRole(
        Guid id, UpdateRoleRequest request, CurrentUser current, AuthDb db, RoleEditor editor, CancellationToken cancellationToken) =>
        await editor.ChangeAsync(id, request, current, cancellationToken) is { } problem ? problem : TypedResults.Ok(await ReadAsync(id, current, db, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteRole(Guid id, CurrentUser current, RoleEditor editor, CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, current, cancellationToken) is { } problem ? problem : TypedResults.NoContent();

    private static async Task<RoleResponse> ReadAsync(Guid id, CurrentUser current, AuthDb db, CancellationToken cancellationToken) =>
        Completed(await Shown(db.Roles.Where(r => r.Id == id), db).SingleAsync(cancellationToken), current);

    private static IQueryable<RoleResponse> Shown(IQueryable<IdentityRole<Guid>> roles, AuthDb db) => roles.AsNoTracking()
        .LeftJoin(db.Set<StoredRole>(), role => role.Name, stored => stored.Name, (role, stored) => new RoleResponse(
            role.Id, role.Name!, stored!.Description, stored.Permissions, stored == null, false, db.UserRoles.Count(u => u.RoleId == role.Id)));

    private static RoleResponse Completed(RoleResponse role, CurrentUser current)
    {
        var permissions = BuiltInRoles.PermissionsOf(role.Id) ?? [.. Permissions.All.Intersect(role.Permissions, StringComparer.Ordinal)];
        return role with { Permissions = permissions, Editable = !role.BuiltIn && permissions.All(current.May) };
    }
}
