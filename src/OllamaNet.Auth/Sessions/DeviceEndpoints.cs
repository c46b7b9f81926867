using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sessions;

/// <param name="Device">Browser and system, or the name of the program; null when it did not say.</param>
/// <param name="Address">From where it was used last.</param>
/// <param name="LastUsedAt">When it last asked for an access token, which is every quarter of an hour while it is in use.</param>
/// <param name="Current">The one that asks.</param>
public sealed record SessionResponse(Guid Id, string? Device, string? Address, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, bool Current);

/// <summary>Where somebody is logged in.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this RouteGroupBuilder api)
    {
        api.MapGet("/sessions", ListSessions)
            .WithSummary("List your sessions")
            .WithDescription("Where you are logged in, the newest login first; sessions that ended are left out.")
            .WithExample(response: new Page<SessionResponse>(
                [new(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a30"), "Firefox, Linux", "192.0.2.7", new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), new(2026, 11, 21, 10, 15, 0, TimeSpan.Zero), true)], null))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapDelete("/sessions/{id:guid}", EndSession)
            .WithSummary("End one of your sessions")
            .WithDescription("Logs that device out: its access tokens stop working within 5 seconds, and its open streams end. It may be the one that asks.")
            .WithExample()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapPost("/logout-others", LogoutOthers)
            .WithSummary("Log out everywhere else")
            .WithDescription("Ends all sessions of the signed-in user but this one. Their access tokens stop working within 5 seconds, and their open streams end.")
            .WithExample()
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<Page<SessionResponse>>, ProblemHttpResult>> ListSessions(
        CurrentUser user, AuthDb db, TimeProvider time, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        var now = time.GetUtcNow();
        var open = db.Sessions.Where(s => s.UserId == user.Id && s.RevokedAt == null && s.ExpiresAt > now);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var from, out var last)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            open = open.Where(s => s.CreatedAt < from || (s.CreatedAt == from && s.Id < last));
        }

        var found = await open.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Take(limit + 1)
            .Select(s => new SessionResponse(s.Id, s.Device, s.Address, s.CreatedAt, s.RotatedAt, s.Id == user.SessionId))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSession(Guid id, CurrentUser user, SessionRevoker revoker, CancellationToken cancellationToken) =>
        await revoker.RevokeAsync(user.Id, id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("session");

    private static async Task<NoContent> LogoutOthers(CurrentUser user, SessionRevoker revoker, CancellationToken cancellationToken)
    {
        await revoker.RevokeOthersAsync(user.Id, user.SessionId, cancellationToken);
        return TypedResults.NoContent();
    }
}
