using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sso.Protocol;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Sso.Administration;

/// <param name="Issuer">As the provider writes it; its description lies below it, at <c>/.well-known/openid-configuration</c>.</param>
/// <param name="ClientSecret">Never shown again. Left out it stays; an empty one takes it away. Needed anew with another issuer.</param>
/// <param name="Scopes">Separated by spaces; <c>openid</c> is one of them.</param>
/// <param name="ButtonText">What stands on the button; left out: "Log in with" and the name.</param>
/// <param name="NewAccounts">What becomes of people without an account.</param>
/// <param name="Rules">Roles that are given by what the provider tells. Only administrators set them.</param>
public sealed record SsoProviderRequest(
    [Required, NotBlank, MaxLength(60)] string Name, [Required, Issuer, MaxLength(500)] string Issuer, [Required, NotBlank, MaxLength(255)] string ClientId, [MaxLength(1000)] string? ClientSecret = null,
    [Required, Scopes, MaxLength(300)] string Scopes = "openid profile email", bool Enabled = true, [NotBlank, MaxLength(60)] string? ButtonText = null, NewAccounts NewAccounts = NewAccounts.Never,
    [MaxLength(50)] IReadOnlyList<RoleRule>? Rules = null);

/// <param name="HasSecret">Whether there is a client secret.</param>
/// <param name="RedirectAddress">What the provider has to know as the address to lead back to.</param>
/// <param name="Users">How many accounts have a login of it linked.</param>
public sealed record SsoProviderResponse(
    Guid Id, string Name, string Issuer, string ClientId, bool HasSecret, string Scopes, bool Enabled, string? ButtonText, NewAccounts NewAccounts, IReadOnlyList<RoleRule> Rules, DateTimeOffset CreatedAt,
    string RedirectAddress, int Users);

/// <param name="Reason">Why it does not work; null: it does.</param>
/// <param name="Keys">How many keys it signs with.</param>
public sealed record SsoTest(bool Works, string? Reason, int Keys);

/// <summary>What administrators set up for logging in elsewhere.</summary>
internal static class ProviderEndpoints
{
    private static readonly SsoProviderRequest Request = new(
        "Staff", "https://login.example.org/realms/staff", "ollamanet", "s3cr3t…", NewAccounts: NewAccounts.AsRegistration, Rules: [new("groups", "chat-admins", Roles.Admin)]);

    private static readonly SsoProviderResponse Response = new(
        new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a50"), Request.Name, Request.Issuer, Request.ClientId, HasSecret: true, Request.Scopes, Enabled: true, ButtonText: null, Request.NewAccounts, Request.Rules!,
        new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), "https://chat.example.org/api/v1/auth/sso/01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a50/callback", Users: 12);

    public static void MapSsoProviders(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListSsoProviders)
            .WithSummary("List the login providers")
            .WithDescription("With what each has to know of this server. Secrets are not shown.")
            .WithExample(response: new[] { Response });
        api.MapPost("/", CreateSsoProvider)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Set up a login provider")
            .WithDescription("Any OpenID Connect provider. It holds at once, in every process. Private addresses have to be listed in `Outgoing:PrivateTargets`. Rules for roles are for administrators only. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(Request, Response);
        api.MapPut("/{id:guid}", ReplaceSsoProvider)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Change a login provider")
            .WithDescription("All of it but the secret, which stays where it is left out and the issuer is the same. Linked logins belong to the issuer: with another one they open nothing. API keys may not.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(Request with { ClientSecret = null }, Response);
        api.MapDelete("/{id:guid}", DeleteSsoProvider)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Remove a login provider")
            .WithDescription("Nobody logs in with it any more; sessions go on. What is linked stays linked, should the same issuer be set up again. API keys may not.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample();
        api.MapPost("/{id:guid}/test", TestSsoProvider)
            .RefuseKeys()
            .WithSummary("Test a login provider")
            .WithDescription("Reads its description and its keys anew. Whether client and secret are right shows at the first login. API keys may not.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: new SsoTest(Works: true, Reason: null, Keys: 2));
    }

    private static async Task<Ok<List<SsoProviderResponse>>> ListSsoProviders(HttpContext context, AuthDb db, SsoJourney journey, CancellationToken cancellationToken)
    {
        var found = await db.SsoProviders.AsNoTracking().OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new { Provider = p, Users = db.LinkedLogins.Count(l => l.Issuer == p.Issuer) }).ToListAsync(cancellationToken);
        return TypedResults.Ok(found.ConvertAll(f => Show(f.Provider, f.Users, context, journey)));
    }

    private static async Task<Results<Created<SsoProviderResponse>, ProblemHttpResult>> CreateSsoProvider(
        SsoProviderRequest request, CurrentUser current, HttpContext context, AuthDb db, SsoJourney journey, ProviderBook book, CancellationToken cancellationToken)
    {
        var (provider, problem) = await book.CreateAsync(request, current, cancellationToken);
        return provider is null ? problem! : TypedResults.Created((string?)null, await ShowAsync(provider, context, db, journey, cancellationToken));
    }

    private static async Task<Results<Ok<SsoProviderResponse>, ProblemHttpResult>> ReplaceSsoProvider(
        Guid id, SsoProviderRequest request, CurrentUser current, HttpContext context, AuthDb db, SsoJourney journey, ProviderBook book, CancellationToken cancellationToken)
    {
        var (provider, problem) = await book.ReplaceAsync(id, request, current, cancellationToken);
        return provider is null ? problem! : TypedResults.Ok(await ShowAsync(provider, context, db, journey, cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteSsoProvider(Guid id, CurrentUser current, ProviderBook book, CancellationToken cancellationToken) =>
        await book.DeleteAsync(id, current, cancellationToken) is { } problem ? problem : TypedResults.NoContent();

    private static async Task<Results<Ok<SsoTest>, ProblemHttpResult>> TestSsoProvider(Guid id, AuthDb db, Providers providers, CancellationToken cancellationToken)
    {
        if (await db.SsoProviders.Where(p => p.Id == id).Select(p => p.Issuer).SingleOrDefaultAsync(cancellationToken) is not { } issuer) return Problems.NotFound("login provider");
        providers.Forget(issuer);
        try
        {
            var description = await providers.DescribeAsync(issuer, cancellationToken);
            var keys = await providers.CountKeysAsync(description, cancellationToken);
            return TypedResults.Ok(new SsoTest(keys > 0, keys > 0 ? null : "no-keys", keys));
        }
        catch (SsoException exception)
        {
            return TypedResults.Ok(new SsoTest(Works: false, exception.Reason, Keys: 0));
        }
    }

    private static async Task<SsoProviderResponse> ShowAsync(SsoProvider provider, HttpContext context, AuthDb db, SsoJourney journey, CancellationToken cancellationToken) =>
        Show(provider, await db.LinkedLogins.CountAsync(l => l.Issuer == provider.Issuer, cancellationToken), context, journey);

    private static SsoProviderResponse Show(SsoProvider provider, int users, HttpContext context, SsoJourney journey) => new(
        provider.Id, provider.Name, provider.Issuer, provider.ClientId, provider.SealedSecret is not null, provider.Scopes, provider.Enabled, provider.ButtonText, provider.NewAccounts, provider.Rules, provider.CreatedAt,
        journey.RedirectAddress(context, provider.Id), users);
}
