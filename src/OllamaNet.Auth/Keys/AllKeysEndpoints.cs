using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OllamaNet.Auth.Access;
using OllamaNet.Auth.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Keys;

/// <summary>Everybody's keys, for administrators: to see and to end, not to use.</summary>
internal static class AllKeysEndpoints
{
    public static void MapAllKeys(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListAllKeys)
            .WithSummary("List everybody's API keys")
            .WithDescription("For administrators. Newest first, with the owner's id and name.")
            .WithExample(response: new Page<KeyResponse>([KeyResponse.Example with { OwnerId = new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"), OwnerName = "ada" }], null))
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapDelete("/{id:guid}", DeleteAnyKey)
            .WithSummary("Delete anybody's API key")
            .WithDescription("For administrators. It stops working at once, in every process within 5 seconds, and its open streams end.")
            .WithExample();
    }

    private static async Task<Results<Ok<Page<KeyResponse>>, ProblemHttpResult>> ListAllKeys(
        ApiKeyStore keys, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        (DateTimeOffset, Guid)? from = null;
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            from = (time, id);
        }

        var found = await keys.ListAllAsync(limit + 1, from, cancellationToken);
        return TypedResults.Ok(Page.Of(found.ConvertAll(f => KeyResponse.Of(f.Key) with { OwnerId = f.Key.OwnerId, OwnerName = f.OwnerName }), limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAnyKey(Guid id, CurrentUser user, AuthDb db, ApiKeyStore keys, ILogger<ApiKey> logger, CancellationToken cancellationToken)
    {
        if (await keys.OwnerOfAsync(id, cancellationToken) is { } owner && !user.Outranks(await db.RolesOfAsync(owner, cancellationToken))) return Outranking.Problem;
        if (!await keys.RevokeAsync(ownerId: null, id, cancellationToken)) return Problems.NotFound("key");
        logger.KeyRevoked(id, user.Id);
        return TypedResults.NoContent();
    }
}
