using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Http;

namespace OllamaNet.Platform.Security;

public static class JwksEndpoint
{
    /// <summary>The public keys, for whoever else checks access tokens.</summary>
    public static void MapJwks(this IEndpointRouteBuilder routes) => routes.MapGet("/.well-known/jwks.json", GetKeys)
        .AllowAnonymous()
        .WithTags("Accounts")
        .WithSummary("Public keys of the access tokens")
        .WithDescription("A JSON Web Key Set (RFC 7517). Read it again when a token names a key that is not in it, at most once a minute.")
        .WithExample(response: new JsonWebKeySet([new("EC", "P-256", "sig", "ES256", "Dit5dyz4Aof4Ll1WSOmlBN0WoEZxZFW6OtxOlsUtXYM", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")]))
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Ok<JsonWebKeySet>> GetKeys(HttpResponse response, KeySetReader reader, CancellationToken cancellationToken)
    {
        var keys = await reader.ReadAsync(cancellationToken);
        response.Headers.CacheControl = "public, max-age=60";
        return TypedResults.Ok(keys);
    }
}

/// <summary>The public half of the signing keys.</summary>
internal sealed class KeySetReader(SigningKeys keys)
{
    public async ValueTask<JsonWebKeySet> ReadAsync(CancellationToken cancellationToken) => (await keys.GetAsync(cancellationToken)).Public;
}
