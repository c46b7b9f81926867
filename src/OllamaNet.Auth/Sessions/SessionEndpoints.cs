using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sessions;

/// <param name="RefreshToken">Left out when it is in the cookie.</param>
public sealed record RefreshRequest([MaxLength(200)] string? RefreshToken);

internal static class SessionEndpoints
{
    public static void MapSessions(this RouteGroupBuilder api)
    {
        api.MapPost("/refresh", Refresh)
            .AllowAnonymous()
            .WithRateClass(RateClass.SignIn)
            .WithSummary("Exchange a refresh token")
            .WithDescription(
                "Gives a new access token and the next refresh token. The one given may be sent again for 15 seconds (a second tab, a lost answer) and leads to the same successor; "
                + "later than that it ends the session. Without a body, the cookie is exchanged.")
            .WithExample(new RefreshRequest("onr_AZOcHm9KfDuaUV0cD296EAAAAAA…"), SignedIn.Example)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapPost("/logout", Logout)
            .AllowAnonymous()
            .WithRateClass(RateClass.SignIn)
            .WithSummary("Log out")
            .WithDescription("Ends the session of the refresh token, of the cookie, or of the access token; one of them is enough. Its access tokens stop working within 5 seconds.")
            .WithExample(new RefreshRequest("onr_AZOcHm9KfDuaUV0cD296EAAAAAB…"))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapPost("/logout-all", LogoutAll)
            .WithSummary("Log out everywhere")
            .WithDescription("Ends all sessions of the signed-in user, this one too. All access tokens stop working within 5 seconds, and open streams end.")
            .WithExample()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Refresh(
        [FromBody] RefreshRequest? request, HttpContext context, SessionRefresher refresher, SignIn signIn, CancellationToken cancellationToken)
    {
        var (text, mode) = Presented(request, context);
        if (RefreshToken.Parse(text) is { } token && await refresher.RefreshAsync(token, Visitor.Of(context), cancellationToken) is { } refreshed)
            return TypedResults.Ok(await signIn.AnswerAsync(context, refreshed.Account, refreshed.Token, refreshed.ProvenAt, refreshed.ExpiresAt, mode, cancellationToken));

        if (mode == SessionMode.Cookie) RefreshCookie.Delete(context);
        return Problems.Unauthorized("invalid-refresh-token", "The session has ended. Log in again.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Logout(
        [FromBody] RefreshRequest? request, HttpContext context, SessionRevoker revoker, CancellationToken cancellationToken)
    {
        var (text, mode) = Presented(request, context);
        if (mode == SessionMode.Cookie) RefreshCookie.Delete(context);

        var ended = RefreshToken.Parse(text) is { } token && await revoker.RevokeAsync(token, cancellationToken);
        if (CurrentUser.TryFrom(context.User) is { } user)
        {
            await revoker.RevokeAsync(user.SessionId, cancellationToken);
            ended = true;
        }

        return ended ? TypedResults.NoContent() : Problems.Unauthorized("invalid-refresh-token", "Nobody is logged in with this. There is nothing to do.");
    }

    private static async Task<NoContent> LogoutAll(CurrentUser user, HttpContext context, SessionRevoker revoker, CancellationToken cancellationToken)
    {
        await revoker.RevokeAllAsync(user.Id, cancellationToken);
        RefreshCookie.Delete(context);
        return TypedResults.NoContent();
    }

    private static (string? Token, SessionMode Mode) Presented(RefreshRequest? request, HttpContext context) =>
        request?.RefreshToken is { } token ? (token, SessionMode.Token) : (RefreshCookie.Read(context.Request), SessionMode.Cookie);
}
