using Microsoft.EntityFrameworkCore;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;

namespace OllamaNet.Platform.Security.Access;

/// <param name="Kind">Whether it is a user or a group.</param>
/// <param name="Id">Whose.</param>
/// <param name="Allow">Whether it may be used; a denial outweighs everything else.</param>
public sealed record GrantBody(GrantSubject Kind, Guid Id, bool Allow);

/// <param name="Kind">Whether it is a user or a group.</param>
/// <param name="Name">The user's name or the group's.</param>
/// <param name="Allow">Whether it may be used; a denial outweighs everything else.</param>
public sealed record GrantResponse(GrantSubject Kind, Guid Id, string Name, bool Allow)
{
    public static GrantResponse Example { get; } = new(GrantSubject.Group, new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a60"), "Research", Allow: true);
}

/// <summary>What is granted of one thing, in the database of the role that has it.</summary>
public static class GrantStore
{
    public const int Most = 500;

    public static async Task<List<GrantResponse>> GrantsOfAsync(this DbContext db, string kind, string resource, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            SELECT g.subject_kind AS "Kind", g.subject_id AS "Id", coalesce(p.user_name, o.name) AS "Name", g.allow AS "Allow" FROM platform.grants AS g
            LEFT JOIN platform.principals AS p ON g.subject_kind = 1 AND p.user_id = g.subject_id LEFT JOIN platform.groups AS o ON g.subject_kind = 2 AND o.id = g.subject_id
            WHERE g.kind = {kind} AND g.resource = {resource} AND coalesce(p.user_name, o.name) IS NOT NULL ORDER BY 1 DESC, 3
            """).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new GrantResponse((GrantSubject)r.Kind, r.Id, r.Name, r.Allow));
    }

    /// <summary>Puts these in place of what there was, in the context's transaction.</summary>
    /// <returns>Null: done.</returns>
    public static async Task<ProblemHttpResult?> SetGrantsAsync(this DbContext db, string kind, string resource, IReadOnlyList<GrantBody> grants, CancellationToken cancellationToken)
    {
        if (grants.Count > Most) return Problems.Invalid("grants", $"There are at most {Most} grants of one thing. Put users into groups.");
        if (grants.DistinctBy(g => g.Id).Count() < grants.Count) return Problems.Invalid("grants", "Somebody is named twice.");
        var (users, groups) = (IdsOf(grants, GrantSubject.User), IdsOf(grants, GrantSubject.Group));
        var known = await db.Database.SqlQuery<int>(
            $"""
            SELECT ((SELECT count(*) FROM platform.principals WHERE user_id = ANY ({users})) + (SELECT count(*) FROM platform.groups WHERE id = ANY ({groups})))::int AS "Value"
            """).SingleAsync(cancellationToken);
        if (known < grants.Count) return Problems.Invalid("grants", "There is no such user or group.");

        await db.Database.ExecuteSqlAsync($"DELETE FROM platform.grants WHERE kind = {kind} AND resource = {resource}", cancellationToken);
        db.AddRange(grants.Select(g => new Grant { Kind = kind, Resource = resource, SubjectKind = g.Kind, SubjectId = g.Id, Allow = g.Allow }));
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    private static Guid[] IdsOf(IReadOnlyList<GrantBody> grants, GrantSubject kind) => [.. grants.Where(g => g.Kind == kind).Select(g => g.Id)];

    private sealed record Row(int Kind, Guid Id, string Name, bool Allow);
}
