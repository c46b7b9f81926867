using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sso.Links;

/// <param name="Provider">Its name; null when it is not set up any more.</param>
/// <param name="Label">What the provider called you.</param>
public sealed record LinkedLoginResponse(Guid Id, string? Provider, string Issuer, string? Label, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <param name="HasPassword">Whether the account has a password of its own, too.</param>
public sealed record LinkedLogins(IReadOnlyList<LinkedLoginResponse> Items, bool HasPassword);

/// <param name="CurrentPassword">Left out where the account has none: then you have to have logged in a short while ago.</param>
/// <param name="Code">What the authenticator app shows now, or a recovery code; where the second step is on.</param>
public sealed record LinkProof([MaxLength(PasswordRules.MaxLength)] string? CurrentPassword = null, [MaxLength(20)] string? Code = null);

/// <param name="Address">Where to go, in this browser, to log in there.</param>
public sealed record LinkBegun(string Address);

/// <summary>The logins elsewhere that open one's account.</summary>
internal static class LinkEndpoints
{
    private static readonly Guid AnyId = new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a60");

    private static readonly LinkedLoginResponse Example = new(
        AnyId, "Staff", "https://login.example.org/realms/staff", "ada@example.org", new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), new(2026, 11, 21, 10, 15, 0, TimeSpan.Zero));

    public static void MapLinkedLogins(this RouteGroupBuilder auth)
    {
        var api = auth.MapGroup("/sso");
        api.MapGet("/links", ListLinkedLogins)
            .WithSummary("List your linked logins")
            .WithDescription("The logins at providers that open your account.")
            .WithExample(response: new LinkedLogins([Example], HasPassword: true))
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        Asking(api.MapPost("/{id:guid}/link", BeginLink))
            .WithSummary("Begin to link a login")
            .WithDescription("Takes the current password, and a code where the second step is on; without a password a login of a short while ago. Go where it says in the same browser, and send what comes back to `links`.")
            .WithExample(new LinkProof("correct horse battery staple"), new LinkBegun("https://login.example.org/realms/staff/authorize?response_type=code&…"))
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        Asking(api.MapPost("/links", FinishLink))
            .WithSummary("Link a login")
            .WithDescription("Takes what the provider answered, once, within ten minutes, from the account that began it. A login belongs to one account.")
            .WithExample(new SsoReturn(AnyId, "V7cK9n…", "SplxlOBeZQQYbYS6WxSbIA"), Example)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        Asking(api.MapDelete("/links/{id:guid}", Unlink))
            .WithSummary("Remove a linked login")
            .WithDescription("Takes the same proof as linking. The last way into an account stays: set a password first.")
            .WithExample(new LinkProof("correct horse battery staple"));
    }

    private static RouteHandlerBuilder Asking(RouteHandlerBuilder endpoint) => endpoint
        .WithRateClass(RateClass.SignIn)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<LinkedLogins>, ProblemHttpResult>> ListLinkedLogins(CurrentUser current, AuthDb db, CancellationToken cancellationToken)
    {
        var hasPassword = await db.Users.Where(u => u.Id == current.Id).Select(u => u.PasswordHash != null).FirstOrDefaultAsync(cancellationToken);
        var links = await Shown(db, db.LinkedLogins.Where(l => l.UserId == current.Id)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new LinkedLogins(links, hasPassword));
    }

    private static async Task<Results<Ok<LinkBegun>, ProblemHttpResult>> BeginLink(
        Guid id, LinkProof request, CurrentUser current, HttpContext context, AuthDb db, OwnerProof proof, SsoJourney journey, ILogger<SsoProvider> logger, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (await journey.FindAsync(id, cancellationToken) is not { } provider) return Problems.NotFound("login provider");
        if (await proof.FaultAsync(account, request.CurrentPassword, request.Code, AuditActions.LoginLinked, cancellationToken) is { } fault) return fault;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return TypedResults.Ok(new LinkBegun(await journey.BeginAsync(context, provider, current.Id, next: null, cancellationToken)));
        }
        catch (SsoException exception)
        {
            logger.SsoFailed(id, exception.Reason);
            return exception.Problem;
        }
    }

    private static async Task<Results<Created<LinkedLoginResponse>, ProblemHttpResult>> FinishLink(
        SsoReturn request, CurrentUser current, HttpContext context, AuthDb db, SsoJourney journey, Linker linker, AuditLog audit, ILogger<SsoProvider> logger, CancellationToken cancellationToken)
    {
        try
        {
            var (identity, _) = await journey.EndAsync(context, request, current.Id, cancellationToken);
            var (link, problem) = await linker.LinkAsync(current.Id, identity, cancellationToken);
            return link is { } made ? TypedResults.Created((string?)null, await Shown(db, db.LinkedLogins.Where(l => l.Id == made)).SingleAsync(cancellationToken)) : problem!;
        }
        catch (SsoException exception)
        {
            logger.SsoFailed(request.Provider, exception.Reason);
            await audit.RecordAsync(AuditEntry.On(AuditActions.LoginLinked, "user", current.Id) with { Outcome = AuditOutcome.Failure, After = new { reason = exception.Reason, provider = request.Provider } }, cancellationToken);
            return exception.Problem;
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Unlink(
        Guid id, [FromBody] LinkProof request, CurrentUser current, AuthDb db, OwnerProof proof, Linker linker, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (!await db.LinkedLogins.AnyAsync(l => l.Id == id && l.UserId == current.Id, cancellationToken)) return Problems.NotFound("linked login");
        if (await proof.FaultAsync(account, request.CurrentPassword, request.Code, AuditActions.LoginUnlinked, cancellationToken) is { } fault) return fault;
        return await linker.UnlinkAsync(current.Id, id, cancellationToken) is { } problem ? problem : TypedResults.NoContent();
    }

    private static IQueryable<LinkedLoginResponse> Shown(AuthDb db, IQueryable<LinkedLogin> links) => links.OrderBy(l => l.CreatedAt)
        .Select(l => new LinkedLoginResponse(l.Id, db.SsoProviders.Where(p => p.Issuer == l.Issuer).OrderBy(p => p.Name).Select(p => p.Name).FirstOrDefault(), l.Issuer, l.Label, l.CreatedAt, l.LastUsedAt));
}
