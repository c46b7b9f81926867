using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Registration;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Sso;

/// <param name="ButtonText">What stands on the button; null: "Log in with" and the name.</param>
public sealed record SsoChoice(Guid Id, string Name, string? ButtonText);

/// <param name="Provider">At whose address the browser came back.</param>
/// <param name="State">As it came back.</param>
/// <param name="Code">As it came back; left out when the provider refused.</param>
/// <param name="Issuer">Who says that he answers (<c>iss</c>), where he does.</param>
/// <param name="Error">What the provider said instead of a code.</param>
/// <param name="Session"><c>cookie</c> puts the refresh token into an HttpOnly cookie; the default is <c>token</c>.</param>
public sealed record SsoReturn(
    Guid Provider, [Required, MaxLength(100)] string State, [MaxLength(4000)] string? Code = null, [MaxLength(500)] string? Issuer = null, [MaxLength(200)] string? Error = null, SessionMode? Session = null);

/// <param name="Next">The page that was wanted when it began.</param>
public sealed record SsoSignedIn(SignedIn SignedIn, string? Next);

internal static class SsoEndpoints
{
    /// <summary>The page that takes over where the provider leads back to.</summary>
    private const string Page = "/sso";

    private static readonly SsoReturn Example = new(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a50"), "V7cK9n…", "SplxlOBeZQQYbYS6WxSbIA", "https://login.example.org/realms/staff");

    public static void MapSso(this RouteGroupBuilder auth)
    {
        var api = auth.MapGroup("/sso");
        api.MapGet("/", ListSsoChoices)
            .AllowAnonymous()
            .WithSummary("Where else people may log in")
            .WithDescription("The providers that are switched on, for the login page.")
            .WithExample(response: new[] { new SsoChoice(Example.Provider, "Staff", null) })
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/{id:guid}/start", StartSso)
            .AllowAnonymous().WithRateClass(RateClass.SignIn)
            .WithSummary("Go to a provider to log in")
            .WithDescription("For browsers: answers with a redirect to the provider, and with a cookie that this login alone counts in. `next` is the page of this server that is wanted afterwards; others are left out.")
            .Produces(StatusCodes.Status302Found).WithExample()
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/{id:guid}/callback", ReturnFromSso)
            .AllowAnonymous()
            .WithSummary("Come back from a provider")
            .WithDescription("For browsers: leads to the page that finishes the login, with what the provider answered behind `#`. Nothing is believed or done here.")
            .Produces(StatusCodes.Status302Found).WithExample()
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/finish", FinishSso)
            .AllowAnonymous().WithRateClass(RateClass.SignIn)
            .WithSummary("Finish a login at a provider")
            .WithDescription(
                "Takes what the provider answered and the cookie of `start`, once, within ten minutes, and logs in the account that the login is linked to: by issuer and subject, never by address. Where the provider is set "
                + "up to, an account is made; 202 when it has to wait. Codes of refusals: `sso-expired`, `sso-denied`, `sso-refused`, `sso-unavailable`, `sso-no-account`, `sso-email-missing`, `sso-email-taken`, and those of registering and logging in.")
            .WithExample(Example, new SsoSignedIn(SignedIn.Example, "/c/01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<List<SsoChoice>>> ListSsoChoices(AuthDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.SsoProviders.Where(p => p.Enabled).OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new SsoChoice(p.Id, p.Name, p.ButtonText)).ToListAsync(cancellationToken));

    private static async Task<RedirectHttpResult> StartSso(
        Guid id, HttpContext context, SsoJourney journey, ILogger<SsoProvider> logger, CancellationToken cancellationToken, [MaxLength(2000)] string? next = null)
    {
        if (await journey.FindAsync(id, cancellationToken) is not { } provider) return ToPage(id, ("error", "sso-unavailable"));
        try
        {
            return TypedResults.Redirect(await journey.BeginAsync(context, provider, user: null, next, cancellationToken));
        }
        catch (SsoException exception)
        {
            logger.SsoFailed(provider.Id, exception.Reason);
            return ToPage(id, ("error", "sso-unavailable"));
        }
    }

    private static RedirectHttpResult ReturnFromSso(Guid id, HttpRequest request)
    {
        string? One(string name) => request.Query[name] is [{ Length: > 0 and <= 4000 } value] ? value : null;
        return ToPage(id, ("state", One("state")), ("code", One("code")), ("iss", One("iss")), ("error", One("error")));
    }

    // Behind '#' it reaches no log and no other page.
    private static RedirectHttpResult ToPage(Guid provider, params (string Name, string? Value)[] answer) =>
        TypedResults.Redirect(answer.Where(a => a.Value is not null).Aggregate($"{Page}#provider={provider}", (address, a) => $"{address}&{a.Name}={Uri.EscapeDataString(a.Value!)}"));

    private static async Task<Results<Ok<SsoSignedIn>, Accepted<RegistrationPending>, ProblemHttpResult>> FinishSso(
        SsoReturn request, HttpContext context, SsoJourney journey, SsoLogin login, AuditLog audit, ILogger<SsoProvider> logger, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            var (identity, attempt) = await journey.EndAsync(context, request, user: null, cancellationToken);
            return await login.AdmitAsync(context, identity, request.Session ?? SessionMode.Token, attempt.Next, cancellationToken);
        }
        catch (SsoException exception)
        {
            logger.SsoFailed(request.Provider, exception.Reason);
            await audit.RecordAsync(AuditEntry.On(AuditActions.Login, "sso-provider", request.Provider) with { Outcome = AuditOutcome.Failure, After = new { reason = exception.Reason } }, cancellationToken);
            return exception.Problem;
        }
    }
}
