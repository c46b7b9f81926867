using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Access;

/// <summary>Who manages users gives nobody more than he has, and lays no hand on who has more.</summary>
internal static class Outranking
{
    public static ProblemHttpResult Problem { get; } =
        Problems.Forbidden("more-than-you-may", "This takes permissions that you do not have yourself. Ask an administrator.");

    /// <summary>Whatever changes the account <c>{id}</c> is refused to who has less than its owner.</summary>
    public static void RefuseOutranked(this RouteGroupBuilder api) => api.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || !Guid.TryParse(http.GetRouteValue("id") as string, out var id)) return await next(context);
        var roles = await http.RequestServices.GetRequiredService<AuthDb>().RolesOfAsync(id, http.RequestAborted);
        return CurrentUser.From(http.User).Outranks(roles) ? await next(context) : Problem;
    });

    /// <summary>The names of an account's roles, none where there is no such account.</summary>
    public static Task<List<string>> RolesOfAsync(this AuthDb db, Guid user, CancellationToken cancellationToken) =>
        db.UserRoles.Where(r => r.UserId == user).Join(db.Roles, r => r.RoleId, r => r.Id, (_, r) => r.Name!).ToListAsync(cancellationToken);
}
