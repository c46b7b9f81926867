using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Catalog.Discovery;

internal static class DiscoveryEndpoints
{
    public static void MapDiscovery(this RouteGroupBuilder models)
    {
        const string who = " Without an account only while the setting `Catalog:PublicDiscovery` says so.";
        var api = models.MapGroup("").RequireDiscovery();
        api.MapGet("/discover", DiscoverModels)
            .WithSummary("Look through the models")
            .WithDescription("What this user may use, with how many models each further filter would leave. `q` is found in names, descriptions, publishers, families and tags, also misspelt. `tag` and `capability` may be named several times: all must be there; of `family` and `size` one. Sorted as asked, or by how well they match." + who)
            .ProducesValidationProblem().WithExample(response: new ModelFindings([ModelCard.Example], null, 1, new([new("writing", 1, "blue")], [new("completion", 1), new("tools", 1)], [new("llama", 1)], [new("small", 1)], [new("8192", 1)])));
        api.MapGet("/detail", DescribeModel)
            .WithSummary("Everything about a model")
            .WithDescription("With its versions, and models like it. A model that this user may not use is not there." + who)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: ModelDetail.Example);
        api.MapGet("/pictures/{id:guid}", GetModelPicture)
            .WithSummary("A model's picture")
            .WithDescription("Never changes under the same id." + who)
            .Produces<byte[]>(StatusCodes.Status200OK, "image/png").WithExample(response: "(bytes)")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ModelFindings>, ProblemHttpResult>> DiscoverModels(
        ClaimsPrincipal caller, Explorer explorer, CancellationToken cancellationToken, [MaxLength(200)] string? q = null, [FromQuery, MaxLength(20)] string[]? tag = null, [FromQuery, MaxLength(20)] string[]? capability = null,
        [FromQuery, MaxLength(20)] string[]? family = null, [FromQuery, MaxLength(4)] string[]? size = null, [Range(1, 100_000_000)] int? context = null, bool? featured = null,
        [AllowedValues(null, "popular", "new", "fast", "small", "name")] string? sort = null, [Range(1, 200)] int limit = 48, string? after = null)
    {
        (double, string)? last = null;
        if (after is not null)
        {
            if (!Place.TryParse(after, out var key, out var name)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            last = (key, name);
        }

        var filter = new DiscoveryFilter(tag ?? [], capability ?? [], family ?? [], size ?? [], context, featured);
        DiscoverySort? order = sort is null ? null : Enum.Parse<DiscoverySort>(sort, ignoreCase: true);
        return TypedResults.Ok(await explorer.FindAsync(CurrentUser.TryFrom(caller), q, filter, order, last, limit, cancellationToken));
    }

    private static async Task<Results<Ok<ModelDetail>, ProblemHttpResult>> DescribeModel(ClaimsPrincipal caller, Explorer explorer, [Required, MaxLength(200)] string name, CancellationToken cancellationToken) =>
        await explorer.DescribeAsync(CurrentUser.TryFrom(caller), name, cancellationToken) is { } detail ? TypedResults.Ok(detail) : Problems.NotFound("model");

    private static async Task<IResult> GetModelPicture(Guid id, ClaimsPrincipal caller, Catalogue catalogue, Explorer explorer, HttpResponse response, CancellationToken cancellationToken)
    {
        var user = CurrentUser.TryFrom(caller);
        if (await catalogue.PictureAsync(id, cancellationToken) is not var (bytes, model)) return Problems.NotFound("picture");
        // Administrators see it where they edit, also of a model that is hidden or gone.
        if (user?.May(Permissions.ModelsManage) is not true && !await explorer.MaySeeAsync(user, model, cancellationToken)) return Problems.NotFound("picture");

        response.MarkSandboxed();
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.Bytes(bytes, "image/png");
    }
}
