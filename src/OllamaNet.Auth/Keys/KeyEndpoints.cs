using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Keys;

/// <summary>A user's own keys. No key makes, reads or ends another: these ask for no permission, so they are for signed-in users only.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this RouteGroupBuilder api)
    {
        api.MapPost("/", CreateKey)
            .RequireFreshLogin()
            .WithSummary("Make an API key")
            .WithDescription("The answer holds the key, once: only its hash is kept. Send it as `Authorization: Bearer onk_…` or `x-api-key: onk_…`.")
            .WithExample(new CreateKeyRequest("laptop", ["models.use"], Limits: new(RequestsPerMinute: 60)), KeyResponse.Example with { Key = "onk_Qm3vT9aZ…" })
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/", ListKeys)
            .WithSummary("List your API keys")
            .WithDescription("Newest first, without those that were deleted. A key is known by its prefix.")
            .WithExample(response: new KeyList([KeyResponse.Example]))
            .ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapPatch("/{id:guid}", UpdateKey)
            .WithSummary("Change an API key")
            .WithDescription("Name, models, expiry and limits; what is left out stays, a null takes away. It holds within 5 seconds. Scopes never change: make another key.")
            .WithExample(new UpdateKeyRequest { Name = "old laptop", ExpiresAt = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero) }, KeyResponse.Example)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapDelete("/{id:guid}", DeleteKey)
            .WithSummary("Delete an API key")
            .WithDescription("It stops working at once, in every process within 5 seconds, and its open streams end.")
            .WithExample()
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Created<KeyResponse>, ProblemHttpResult>> CreateKey(
        CreateKeyRequest request, CurrentUser user, ApiKeyStore keys, HttpResponse response, IOptions<AuthOptions> options, TimeProvider time, ILogger<ApiKey> logger, CancellationToken cancellationToken)
    {
        var scopes = request.Scopes?.Distinct(StringComparer.Ordinal).ToArray() ?? [Permissions.ModelsUse];
        if (KeyRules.FaultOfScopes(scopes, user) is { } beyond) return beyond;
        if (KeyRules.Fault(request.Models, request.ExpiresAt, time.GetUtcNow()) is { } fault) return fault;
        if (await keys.CountAsync(user.Id, cancellationToken) >= options.Value.KeysPerUser)
            return Problems.Conflict("too-many-keys", $"You have {options.Value.KeysPerUser} keys. Delete one that you no longer use.");

        var (row, key) = await keys.CreateAsync((id, prefix, hash, now) => new ApiKey
        {
            Id = id,
            OwnerId = user.Id,
            Name = request.Name,
            Prefix = prefix,
            Hash = hash,
            Scopes = scopes,
            Models = request.Models,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
            RequestsPerMinute = request.Limits?.RequestsPerMinute,
            TokensPerMinute = request.Limits?.TokensPerMinute,
            ConcurrentStreams = request.Limits?.ConcurrentStreams,
            CreatedAt = now,
        }, cancellationToken);
        logger.KeyMade(row.Id, user.Id);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/keys/{row.Id}", KeyResponse.Of(row) with { Key = key });
    }

    private static async Task<Ok<KeyList>> ListKeys(CurrentUser user, ApiKeyStore keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(new KeyList((await keys.ListAsync(user.Id, cancellationToken)).ConvertAll(KeyResponse.Of)));

    private static async Task<Results<Ok<KeyResponse>, ProblemHttpResult>> UpdateKey(
        Guid id, UpdateKeyRequest request, CurrentUser user, ApiKeyStore keys, TimeProvider time, CancellationToken cancellationToken)
    {
        if (KeyRules.Fault(request.Models, request.ExpiresAt, time.GetUtcNow()) is { } fault) return fault;
        return await keys.ChangeAsync(user.Id, id, key => Apply(request, key), cancellationToken) is { } changed ? TypedResults.Ok(KeyResponse.Of(changed)) : Problems.NotFound("key");
    }

    private static void Apply(UpdateKeyRequest request, ApiKey key)
    {
        key.Name = request.Name ?? key.Name;
        if (request.HasModels) key.Models = request.Models;
        if (request.HasExpiry) key.ExpiresAt = request.ExpiresAt?.ToUniversalTime();
        if (request.HasLimits)
            (key.RequestsPerMinute, key.TokensPerMinute, key.ConcurrentStreams) = (request.Limits?.RequestsPerMinute, request.Limits?.TokensPerMinute, request.Limits?.ConcurrentStreams);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteKey(Guid id, CurrentUser user, ApiKeyStore keys, ILogger<ApiKey> logger, CancellationToken cancellationToken)
    {
        if (!await keys.RevokeAsync(user.Id, id, cancellationToken)) return Problems.NotFound("key");
        logger.KeyRevoked(id, user.Id);
        return TypedResults.NoContent();
    }
}
