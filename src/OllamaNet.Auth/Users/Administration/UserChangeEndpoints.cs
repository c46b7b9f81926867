using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users.Deletion;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>What administrators change in accounts.</summary>
internal static class UserChangeEndpoints
{
    public static void MapUserChanges(this RouteGroupBuilder api)
    {
        api.MapPatch("/{id:guid}", UpdateUser)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Change a user")
            .WithDescription("Roles, e-mail address, display name; what is left out stays. Nobody gives roles that permit what he may not do himself, or changes who has such. Another role holds within 5 seconds, also for sessions and API keys that are in use. An address that no longer counts is told so by mail. The last administrator stays one. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new UpdateUserRequest { Role = Roles.Admin }, ManagedUser.Example with { Role = Roles.Admin });
        api.MapPost("/{id:guid}/disable", DisableUser)
            .WithSummary("Disable a user")
            .WithDescription("Nobody gets in with the account any more: its sessions, open streams and API keys end within 5 seconds. What belongs to it stays. Not yourself, and not the last administrator.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(response: ManagedUser.Example with { DisabledAt = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), Sessions = 0 });
        api.MapPost("/{id:guid}/enable", EnableUser)
            .WithSummary("Enable a user")
            .WithDescription("The account can be logged in with again, and its API keys work again. Sessions that ended stay ended.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: ManagedUser.Example with { Sessions = 0 });
        api.MapPost("/{id:guid}/end-sessions", EndUserSessions)
            .WithSummary("Log a user out everywhere")
            .WithDescription("Ends all sessions of the account; access tokens stop working within 5 seconds, and open streams end. API keys stay.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample();
        api.MapDelete("/{id:guid}", DeleteUser)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Delete a user")
            .WithDescription(
                "Nobody gets in from here on, as when it is disabled. `atOnce` removes the account now, with conversations, files and all else; without it that happens in 14 days, and until then `restore` brings it "
                + "back. Name and address are free once it is removed. Usage stays, without the name. Not yourself, and not the last administrator. API keys may not.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(response: ManagedUser.Example with { DisabledAt = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), Sessions = 0, PurgeAt = new(2026, 12, 5, 12, 0, 0, TimeSpan.Zero) });
        api.MapPost("/{id:guid}/restore", RestoreUser)
            .RefuseKeys()
            .WithSummary("Bring a deleted user back")
            .WithDescription("While it is not removed for good. It can be logged in with again, and its API keys work again. API keys may not.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: ManagedUser.Example with { Sessions = 0 });
    }

    private static async Task<Results<Accepted<ManagedUser>, ProblemHttpResult>> DeleteUser(
        Guid id, CurrentUser current, AuthDb db, AccountDeleter deleter, TimeProvider time, CancellationToken cancellationToken, bool atOnce = false)
    {
        if (await db.FindManagedAsync(id, time, cancellationToken) is not { } before) return Problems.NotFound("user");
        if (id == current.Id) return Problems.Conflict("not-yourself", "Not your own account, here. Delete it in your settings, or ask another administrator.");
        if (await deleter.DeleteAsync(id, atOnce, cancellationToken) is { } problem) return problem;
        // It may be gone already.
        var now = time.GetUtcNow();
        return TypedResults.Accepted((string?)null, await db.FindManagedAsync(id, time, cancellationToken) ?? before with { PurgeAt = now, DisabledAt = now, Sessions = 0 });
    }

    private static async Task<Results<Ok<ManagedUser>, ProblemHttpResult>> RestoreUser(
        Guid id, AuthDb db, AccountDeleter deleter, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await db.Users.AnyAsync(u => u.Id == id, cancellationToken)) return Problems.NotFound("user");
        return await AnswerAsync(await deleter.RestoreAsync(id, proven: null, cancellationToken), id, db, time, cancellationToken);
    }

    private static async Task<Results<Ok<ManagedUser>, ProblemHttpResult>> UpdateUser(
        Guid id, UpdateUserRequest request, CurrentUser current, AuthDb db, AccountChanger changer, MailQueue queue, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { } before) return Problems.NotFound("user");
        var problem = await changer.ChangeAsync(id, request, current, cancellationToken);
        if (problem is null && request.Email is { } email && email != before.Email) queue.Add((links, later) => links.MailChangedAsync(before, later));
        return await AnswerAsync(problem, id, db, time, cancellationToken);
    }

    private static async Task<Results<Ok<ManagedUser>, ProblemHttpResult>> DisableUser(
        Guid id, CurrentUser current, AuthDb db, AccountChanger changer, TimeProvider time, CancellationToken cancellationToken)
    {
        if (id == current.Id) return Problems.Conflict("not-yourself", "You cannot disable your own account. Ask another administrator.");
        return await AnswerAsync(await changer.DisableAsync(id, cancellationToken), id, db, time, cancellationToken);
    }

    private static async Task<Results<Ok<ManagedUser>, ProblemHttpResult>> EnableUser(
        Guid id, AuthDb db, AccountChanger changer, TimeProvider time, CancellationToken cancellationToken) =>
        await AnswerAsync(await changer.EnableAsync(id, cancellationToken), id, db, time, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> EndUserSessions(Guid id, AuthDb db, SessionRevoker revoker, CancellationToken cancellationToken)
    {
        if (!await db.Users.AnyAsync(u => u.Id == id, cancellationToken)) return Problems.NotFound("user");
        await revoker.RevokeAllAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ManagedUser>, ProblemHttpResult>> AnswerAsync(ProblemHttpResult? problem, Guid id, AuthDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (problem is not null) return problem;
        return await db.FindManagedAsync(id, time, cancellationToken) is { } user ? TypedResults.Ok(user) : Problems.NotFound("user");
    }
}
