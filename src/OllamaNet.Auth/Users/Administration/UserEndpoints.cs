using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Access;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>Everybody's accounts, for administrators.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListUsers)
            .WithSummary("List users")
            .WithDescription("Newest first. `text` is found in user name, e-mail address and display name; `role` is the name of a role (`User`: who is no administrator), `state` is `active`, `disabled`, `deleted` (those that wait to be removed for good) or `waiting` (for approval).")
            .ProducesValidationProblem().WithExample(response: new Page<ManagedUser>([ManagedUser.Example], null));
        api.MapGet("/{id:guid}", GetUser)
            .WithSummary("Read a user")
            .WithExample(response: ManagedUser.Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/", CreateUser)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Make an account for somebody")
            .WithDescription("It has no password: hand the link to its owner, who sets one. The link works once within 30 minutes, and nobody sees it again; another one is made by `reset-link`. Nobody gives roles that permit what he may not do himself. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new CreateUserRequest("ada", "ada@example.org", "Ada Lovelace"), new CreatedUser(ManagedUser.Example, new("/reset#u5vZ0Yb3…", new(2026, 11, 21, 9, 30, 0, TimeSpan.Zero))));
    }

    private static async Task<Results<Ok<Page<ManagedUser>>, ProblemHttpResult>> ListUsers(
        AuthDb db, TimeProvider time, CancellationToken cancellationToken, [MaxLength(200)] string? text = null, [MaxLength(64)] string? role = null,
        [AllowedValues(null, "active", "disabled", "deleted", "waiting")] string? state = null, [Range(1, 200)] int limit = 50, string? after = null)
    {
        var users = db.Users.AsNoTracking().Matching(text);
        if (role == Roles.User) users = users.Where(u => !db.UserRoles.Any(r => r.UserId == u.Id && r.RoleId == BuiltInRoles.Admin));
        else if (role is not null)
        {
            if (await db.Roles.Where(r => r.Name == role).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancellationToken) is not { } roleId) return Problems.Invalid("role", "There is no such role.");
            users = users.Where(u => db.UserRoles.Any(r => r.UserId == u.Id && r.RoleId == roleId));
        }

        if (state is not null)
        {
            users = state switch
            {
                "active" => users.Where(u => u.DisabledAt == null && u.PurgeAt == null && u.ApprovalAskedAt == null),
                "waiting" => users.Where(u => u.ApprovalAskedAt != null && u.PurgeAt == null),
                "disabled" => users.Where(u => u.DisabledAt != null && u.PurgeAt == null),
                _ => users.Where(u => u.PurgeAt != null),
            };
        }

        if (after is not null)
        {
            if (!Cursor.TryParse(after, out _, out var last)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            users = users.Where(u => u.Id < last);
        }

        // Ids are made of the time: they are in the order of the accounts.
        var found = await users.OrderByDescending(u => u.Id).Take(limit + 1).ToManaged(db, time.GetUtcNow()).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Ok<ManagedUser>, ProblemHttpResult>> GetUser(Guid id, AuthDb db, TimeProvider time, CancellationToken cancellationToken) =>
        await db.FindManagedAsync(id, time, cancellationToken) is { } user ? TypedResults.Ok(user) : Problems.NotFound("user");

    private static async Task<Results<Created<CreatedUser>, ProblemHttpResult>> CreateUser(
        CreateUserRequest request, CurrentUser current, AuthDb db, AccountCreator creator, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var (id, link, problem) = await creator.CreateAsync(request, current, cancellationToken);
        if (problem is not null) return problem;
        response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/admin/users/{id}", new CreatedUser((await db.FindManagedAsync(id, time, cancellationToken))!, link!));
    }
}
