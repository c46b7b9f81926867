using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Access;

internal static class RoleNames
{
    /// <summary>The roles of these names, in the order in which accounts name theirs.</summary>
    public static async Task<(List<(Guid Id, string Name)> Roles, ProblemHttpResult? Problem)> FindAsync(AuthDb db, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var found = await db.Roles.Where(r => names.Contains(r.Name)).OrderBy(r => r.Name).Select(r => new { r.Id, r.Name }).ToListAsync(cancellationToken);
        var problem = names.Distinct(StringComparer.Ordinal).Count() > found.Count ? Problems.Invalid("roles", "There is no such role. Choose from the list of roles.") : null;
        return (found.ConvertAll(r => (r.Id, r.Name!)), problem);
    }
}
