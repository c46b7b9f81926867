using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Access;

/// <summary>Somebody, or a group, to whom something can be granted.</summary>
/// <param name="Detail">The display name, or what the group is for.</param>
public sealed record Grantee(GrantSubject Kind, Guid Id, string Name, string? Detail);

public sealed record GranteeList(IReadOnlyList<Grantee> Items);

internal static class GranteeEndpoints
{
    private const int Most = 10;

    public static void MapGrantees(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/grantees", FindGrantees).WithTags("Roles and groups").RequirePermission(Permissions.ConversationsUse).RefuseKeys()
            .WithSummary("Find users and groups to grant something to")
            .WithDescription("Up to 10 of each. Who manages users or models finds everybody by parts of names; everybody else finds the groups that he is in, and a user by the whole user name or e-mail address. API keys may not.")
            .ProducesValidationProblem()
            .WithExample(response: new GranteeList([new(GrantSubject.Group, GroupResponse.Example.Id, "Research", "Who tries new models first."), new(GrantSubject.User, new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"), "ada", "Ada Lovelace")]));

    private static async Task<Ok<GranteeList>> FindGrantees([Required, MaxLength(200)] string text, AuthDb db, CurrentUser current, CancellationToken cancellationToken)
    {
        var wanted = text.Trim();
        var all = current.May(Permissions.UsersManage) || current.May(Permissions.ModelsManage);
        var pattern = LikePattern.Containing(wanted);
        var groups = await db.Groups.Where(g => EF.Functions.ILike(g.Name, pattern, "\\") && (all || db.GroupMembers.Any(m => m.GroupId == g.Id && m.UserId == current.Id)))
            .OrderBy(g => g.Name).Take(Most).Select(g => new Grantee(GrantSubject.Group, g.Id, g.Name, g.Description)).ToListAsync(cancellationToken);
        var name = wanted.ToUpperInvariant();
        var open = db.Users.Where(u => u.DisabledAt == null && u.PurgeAt == null && u.ApprovalAskedAt == null);
        var users = await (all ? open.Matching(wanted) : open.Where(u => u.NormalizedUserName == name || u.NormalizedEmail == name))
            .OrderBy(u => u.UserName).Take(Most).Select(u => new Grantee(GrantSubject.User, u.Id, u.UserName!, u.DisplayName)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new GranteeList([.. groups, .. users]));
    }

    /// <summary>Found in user name, e-mail address and display name.</summary>
    public static IQueryable<User> Matching(this IQueryable<User> users, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return users;
        var pattern = LikePattern.Containing(text.Trim());
        return users.Where(u => EF.Functions.ILike(u.UserName!, pattern, "\\") || EF.Functions.ILike(u.Email!, pattern, "\\") || EF.Functions.ILike(u.DisplayName!, pattern, "\\"));
    }
}
