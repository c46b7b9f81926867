using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Access;

/// <param name="Members">How many are in it.</param>
public sealed record GroupResponse(Guid Id, string Name, string? Description, int Members, DateTimeOffset CreatedAt)
{
    internal static GroupResponse Example { get; } = new(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a60"), "Research", "Who tries new models first.", 12, new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
}

public sealed record GroupRequest([Required, ShortName] string Name, [MaxLength(300)] string? Description = null);

public sealed record GroupMemberResponse(Guid Id, string UserName, string Email, string? DisplayName);

/// <param name="Add">Ids of users who are in it from then on.</param>
/// <param name="Remove">Ids of users who are not.</param>
public sealed record ChangeMembersRequest([MaxLength(1000)] Guid[]? Add = null, [MaxLength(1000)] Guid[]? Remove = null);

internal static class GroupEndpoints
{
    public static void MapGroups(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListGroups)
            .WithSummary("List the groups")
            .WithDescription("Newest first. `text` is found in name and description.")
            .ProducesValidationProblem().WithExample(response: new Page<GroupResponse>([GroupResponse.Example], null));
        api.MapPost("/", CreateGroup)
            .RefuseKeys()
            .WithSummary("Make a group")
            .WithDescription("Users to whom models and presets are granted or denied together. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new GroupRequest("Research", "Who tries new models first."), GroupResponse.Example with { Members = 0 });
        api.MapGet("/{id:guid}", GetGroup)
            .WithSummary("Read a group")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: GroupResponse.Example);
        api.MapPut("/{id:guid}", UpdateGroup)
            .RefuseKeys()
            .WithSummary("Rename or describe a group")
            .WithDescription("Members and grants stay. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new GroupRequest("Research", "Who tries new models first."), GroupResponse.Example);
        api.MapDelete("/{id:guid}", DeleteGroup)
            .RefuseKeys()
            .WithSummary("Delete a group")
            .WithDescription("With all that was granted or denied to it. What is for named users and groups only stays so. API keys may not.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample();
        api.MapGet("/{id:guid}/members", ListGroupMembers)
            .WithSummary("List the members of a group")
            .WithDescription("Newest account first. `text` is found in user name, e-mail address and display name.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new Page<GroupMemberResponse>([new(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"), "ada", "ada@example.org", "Ada Lovelace")], null));
        api.MapPost("/{id:guid}/members", ChangeGroupMembers)
            .RefuseKeys()
            .WithSummary("Put users into a group, or take them out")
            .WithDescription("Up to 1000 each. Holds within 5 seconds, also for answers that are being made. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(new ChangeMembersRequest([new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10")]), GroupResponse.Example);
    }

    private static async Task<Results<Ok<Page<GroupResponse>>, ProblemHttpResult>> ListGroups(
        AuthDb db, CancellationToken cancellationToken, [MaxLength(200)] string? text = null, [Range(1, 200)] int limit = 50, string? after = null)
    {
        var groups = db.Groups.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(text))
        {
            var pattern = LikePattern.Containing(text.Trim());
            groups = groups.Where(g => EF.Functions.ILike(g.Name, pattern, "\\") || EF.Functions.ILike(g.Description!, pattern, "\\"));
        }

        if (after is not null)
        {
            if (!Cursor.TryParse(after, out _, out var last)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            groups = groups.Where(g => g.Id < last);
        }

        var found = await Shown(groups.OrderByDescending(g => g.Id).Take(limit + 1), db).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Created<GroupResponse>, ProblemHttpResult>> CreateGroup(GroupRequest request, GroupEditor editor, AuthDb db, CancellationToken cancellationToken)
    {
        var (id, problem) = await editor.CreateAsync(request, cancellationToken);
        return problem is not null ? problem : TypedResults.Created($"/api/v1/admin/groups/{id}", (await FindAsync(id, db, cancellationToken))!);
    }

    private static async Task<Results<Ok<GroupResponse>, ProblemHttpResult>> GetGroup(Guid id, AuthDb db, CancellationToken cancellationToken) =>
        await FindAsync(id, db, cancellationToken) is { } group ? TypedResults.Ok(group) : Problems.NotFound("group");

    private static async Task<Results<Ok<GroupResponse>, ProblemHttpResult>> UpdateGroup(Guid id, GroupRequest request, GroupEditor editor, AuthDb db, CancellationToken cancellationToken) =>
        await editor.ChangeAsync(id, request, cancellationToken) is { } problem ? problem : await GetGroup(id, db, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteGroup(Guid id, GroupEditor editor, CancellationToken cancellationToken) =>
        await editor.DeleteAsync(id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("group");

    private static async Task<Results<Ok<Page<GroupMemberResponse>>, ProblemHttpResult>> ListGroupMembers(
        Guid id, AuthDb db, CancellationToken cancellationToken, [MaxLength(200)] string? text = null, [Range(1, 200)] int limit = 50, string? after = null)
    {
        if (!await db.Groups.AnyAsync(g => g.Id == id, cancellationToken)) return Problems.NotFound("group");
        var users = db.Users.AsNoTracking().Where(u => db.GroupMembers.Any(m => m.GroupId == id && m.UserId == u.Id)).Matching(text);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out _, out var last)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            users = users.Where(u => u.Id < last);
        }

        var found = await users.OrderByDescending(u => u.Id).Take(limit + 1)
            .Select(u => new { u.CreatedAt, Member = new GroupMemberResponse(u.Id, u.UserName!, u.Email!, u.DisplayName) }).ToListAsync(cancellationToken);
        var page = Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Member.Id));
        return TypedResults.Ok(new Page<GroupMemberResponse>([.. page.Items.Select(m => m.Member)], page.Next));
    }

    private static async Task<Results<Ok<GroupResponse>, ProblemHttpResult>> ChangeGroupMembers(
        Guid id, ChangeMembersRequest request, GroupEditor editor, AuthDb db, CancellationToken cancellationToken) =>
        await editor.ChangeMembersAsync(id, request.Add ?? [], request.Remove ?? [], cancellationToken) is { } problem ? problem : await GetGroup(id, db, cancellationToken);

    private static Task<GroupResponse?> FindAsync(Guid id, AuthDb db, CancellationToken cancellationToken) =>
        Shown(db.Groups.AsNoTracking().Where(g => g.Id == id), db).SingleOrDefaultAsync(cancellationToken);

    private static IQueryable<GroupResponse> Shown(IQueryable<Group> groups, AuthDb db) =>
        groups.Select(g => new GroupResponse(g.Id, g.Name, g.Description, db.GroupMembers.Count(m => m.GroupId == g.Id), g.CreatedAt));
}
