using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Passkeys;

/// <param name="Name">What its owner calls it.</param>
/// <param name="BackedUp">Whether the device keeps copies elsewhere, such as in a password manager.</param>
public sealed record PasskeyResponse(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool BackedUp)
{
    internal static PasskeyResponse Example { get; } = new(
        new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a40"), "Firefox, Linux", new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), new(2026, 11, 21, 10, 15, 0, TimeSpan.Zero), true);
}

public sealed record PasskeyList(IReadOnlyList<PasskeyResponse> Items);

/// <param name="Options">For <c>navigator.credentials.create</c> or <c>…get</c>, in the JSON form of WebAuthn.</param>
public sealed record PasskeyOptions(JsonElement Options)
{
    internal static PasskeyOptions Example(string json) => new(JsonElement.Parse(json));
}

/// <param name="Credential">What the browser made, in the JSON form of WebAuthn.</param>
/// <param name="Name">Left out: the browser and system that asked.</param>
public sealed record AddPasskeyRequest(JsonElement Credential, [MaxLength(Passkey.MaxName)] string? Name = null);

public sealed record RenamePasskeyRequest([Required, MaxLength(Passkey.MaxName)] string Name);

/// <summary>Somebody's own passkeys.</summary>
internal static class PasskeyEndpoints
{
    /// <summary>Stands for a credential in examples; a real one is longer.</summary>
    internal static readonly JsonElement Credential = JsonElement.Parse("""{"id":"…","rawId":"…","type":"public-key","response":{"clientDataJSON":"…"}}""");

    public static void MapPasskeys(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListPasskeys)
            .WithSummary("List your passkeys")
            .WithDescription("Oldest first, ten at most.")
            .WithExample(response: new PasskeyList([PasskeyResponse.Example]))
            .ProducesProblem(StatusCodes.Status403Forbidden);
        Asking(api.MapPost("/options", BeginPasskey))
            .RequireFreshLogin()
            .WithSummary("Begin to add a passkey")
            .WithDescription("The answer is for the browser, which makes the passkey; a cookie binds the two. It holds for five minutes and one answer. Takes a fresh log-in. By a name only: browsers make no passkeys for IP addresses.")
            .WithExample(response: PasskeyOptions.Example("""{"rp":{"name":"localhost","id":"localhost"},"challenge":"…"}"""));
        Asking(api.MapPost("/", AddPasskey))
            .RequireFreshLogin()
            .WithSummary("Add a passkey")
            .WithDescription("With what the browser made of the options. From then on it logs in alone, without password and code: it takes a device and its owner's finger, face or PIN.")
            .WithExample(new AddPasskeyRequest(Credential, "Laptop"), PasskeyResponse.Example);
        Asking(api.MapPatch("/{id:guid}", RenamePasskey))
            .WithSummary("Rename a passkey")
            .WithExample(new RenamePasskeyRequest("Laptop"), PasskeyResponse.Example)
            .WithDescription("The name is yours; the device has its own.");
        Asking(api.MapDelete("/{id:guid}", RemovePasskey))
            .RequireFreshLogin()
            .WithSummary("Remove a passkey")
            .WithDescription("Nobody logs in with it any more; the device forgets it by itself or not. Sessions go on. Takes a fresh log-in. Not the last one of an account without a password.")
            .WithExample();
    }

    private static RouteHandlerBuilder Asking(RouteHandlerBuilder endpoint) => endpoint
        .WithRateClass(RateClass.SignIn)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Ok<PasskeyList>> ListPasskeys(CurrentUser user, AuthDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(new PasskeyList(await db.Passkeys.Where(p => p.UserId == user.Id).OrderBy(p => p.Id)
            .Select(p => new PasskeyResponse(p.Id, p.Name, p.CreatedAt, p.LastUsedAt, p.IsBackedUp)).ToListAsync(cancellationToken)));

    private static async Task<Results<Ok<PasskeyOptions>, ProblemHttpResult>> BeginPasskey(
        CurrentUser current, HttpContext context, AuthDb db, IPasskeyHandler<User> handler, PasskeyChallenges challenges, CancellationToken cancellationToken)
    {
        if (PasskeyProblems.AddressFault(context.Request) is { } fault) return fault;
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");

        var made = await handler.MakeCreationOptionsAsync(new() { Id = account.Id.ToString(), Name = account.UserName, DisplayName = account.DisplayName ?? account.UserName }, context);
        await challenges.KeepAsync(context, ChallengeUse.Add, account.Id, made.AttestationState, cancellationToken);
        return TypedResults.Ok(new PasskeyOptions(JsonElement.Parse(made.CreationOptionsJson)));
    }

    private static async Task<Results<Created<PasskeyResponse>, ProblemHttpResult>> AddPasskey(
        AddPasskeyRequest request, CurrentUser current, HttpContext context, IPasskeyHandler<User> handler, PasskeyChallenges challenges, PasskeyBook book, CancellationToken cancellationToken)
    {
        if (await challenges.TakeAsync(context, ChallengeUse.Add, current.Id, cancellationToken) is not { } state || request.Credential.ValueKind is not JsonValueKind.Object) return PasskeyProblems.NotAdded();
        var result = await handler.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = request.Credential.GetRawText(), AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != current.Id.ToString()) return PasskeyProblems.NotAdded();

        var name = string.IsNullOrWhiteSpace(request.Name) ? Visitor.Of(context).Device ?? "Passkey" : request.Name.Trim();
        var (passkey, problem) = await book.AddAsync(current.Id, name, result.Passkey, cancellationToken);
        return problem is not null ? problem : TypedResults.Created((string?)null, new PasskeyResponse(passkey!.Id, passkey.Name, passkey.CreatedAt, null, passkey.IsBackedUp));
    }

    private static async Task<Results<Ok<PasskeyResponse>, ProblemHttpResult>> RenamePasskey(
        Guid id, RenamePasskeyRequest request, CurrentUser user, AuthDb db, CancellationToken cancellationToken)
    {
        if (request.Name.Trim() is not { Length: > 0 } name) return Problems.Invalid("name", "A name is needed.");
        if (await db.Passkeys.Where(p => p.Id == id && p.UserId == user.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, name), cancellationToken) == 0) return Problems.NotFound("passkey");
        return await db.Passkeys.Where(p => p.Id == id && p.UserId == user.Id).Select(p => new PasskeyResponse(p.Id, p.Name, p.CreatedAt, p.LastUsedAt, p.IsBackedUp)).SingleOrDefaultAsync(cancellationToken)
            is { } passkey ? TypedResults.Ok(passkey) : Problems.NotFound("passkey");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemovePasskey(Guid id, CurrentUser user, PasskeyBook book, CancellationToken cancellationToken) =>
        await book.RemoveAsync(user.Id, id, cancellationToken) is { } problem ? problem : TypedResults.NoContent();
}
