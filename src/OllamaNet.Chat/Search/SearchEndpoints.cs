using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Search;

internal static class SearchEndpoints
{
    public static void AddSearch(this IServiceCollection services)
    {
        services.AddSingleton<ConversationSearch>();
        services.AddSingleton<SearchScopes>();
        services.AddSingleton<Spelling>();
    }

    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/v1/search").WithTags("Search").RequirePermission(Permissions.ConversationsUse)
            .MapGet("/", Search).WithSummary("Search titles, messages and notes")
            .WithDescription("Every word of `q` must be there, in any order; the last one may be a beginning. `\"a phrase\"`, `-without`, and the filters `folder:` (with the folders below it; `folder:none`), "
                + "`tag:`, `model:` (its beginning), `before:` and `after:` (a day, a month or a year, UTC) and `has:note`; values with spaces in quotes. Only filters: the conversations that fit. "
                + "Archived conversations are searched, those in the trash are not. "
                + "The best come first among the newest 200 of each kind; pages go on with the next older ones after them, to the end.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status503ServiceUnavailable).WithExample(response: SearchPage.Example);

    private static async Task<Results<Ok<SearchPage>, ProblemHttpResult>> Search(
        string? q, CurrentUser user, ConversationSearch search, SearchScopes scopes, Spelling spelling, CancellationToken cancellationToken, [Range(1, 100)] int limit = 20, string? after = null)
    {
        if (SearchQuery.Parse(q ?? "", out var query) is { } problem) return Problems.Invalid("q", problem);
        SearchCursor cursor = default;
        if (after is not null && !SearchCursor.TryParse(after, out cursor)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");

        var (scope, unknown) = await scopes.FindAsync(query, user.Id, cancellationToken);
        if (unknown is not null) return Problems.Invalid("q", unknown);

        try
        {
            var (hits, next) = await search.FindAsync(query, scope, after is null ? null : cursor, limit, cancellationToken);
            var suggestion = hits.Count == 0 && after is null ? await spelling.SuggestAsync(q!, query, user.Id, cancellationToken) : null;
            return TypedResults.Ok(new SearchPage(hits, next, suggestion));
        }
        catch (TimeoutException)
        {
            return Problems.Unavailable("search-too-broad", "This search takes too long. Narrow it: a longer or another word, folder:, tag:, before: or after:.");
        }
    }
}
