using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Presets;

internal static class PresetEndpoints
{
    public static void MapPresets(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/presets").WithTags("Presets").RequirePermission(Permissions.ConversationsUse);
        api.MapGet("/", ListPresets).WithSummary("List presets").WithDescription("Your own, and those that are shared with you or global; last changed first. `q` looks in names and descriptions.")
            .ProducesValidationProblem().WithExample(response: new Page<PresetSummary>([PresetSummary.Example], "638…"));
        api.MapPost("/", CreatePreset).WithSummary("Create a preset").ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(PresetRequest.Example, PresetResponse.Example);
        api.MapGet("/{id:guid}", GetPreset).WithSummary("Read a preset").WithDescription("`ETag` is what `If-Match` of a change takes.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: PresetResponse.Example);
        api.MapPut("/{id:guid}", UpdatePreset).WithSummary("Change a preset")
            .WithDescription("Replaces the whole of it. `If-Match` is needed where the preset is shared or global: 428 without it, 412 when somebody else was faster.")
            .ProducesValidationProblem().ProducesChangeProblems().WithExample(PresetRequest.Example, PresetResponse.Example);
        api.MapDelete("/{id:guid}", DeletePreset).WithSummary("Delete a preset")
            .WithDescription("Conversations and folders that use it go on with what else holds for them; the answer says how many did.")
            .ProducesChangeProblems().WithExample(response: new PresetUse(3, 1));
        api.MapPost("/{id:guid}/duplicate", DuplicatePreset).WithSummary("Copy a preset").WithDescription("The copy is your own and private.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: PresetResponse.Example);
        api.MapPresetGrants();
        api.MapPresetDefault();
        api.MapPresetProfiles();
        api.MapPresetFiles();
    }

    private static async Task<Results<Ok<Page<PresetSummary>>, ProblemHttpResult>> ListPresets(
        ChatDb db, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null, [MaxLength(100)] string? q = null)
    {
        var query = db.PresetsUsableBy(user.Id).AsNoTracking();
        if (!string.IsNullOrWhiteSpace(q))
        {
            var pattern = LikePattern.Containing(q.Trim());
            query = query.Where(p => EF.Functions.ILike(p.Name, pattern, "\\") || (p.Description != null && EF.Functions.ILike(p.Description, pattern, "\\")));
        }

        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(p => EF.Functions.LessThan(ValueTuple.Create(p.UpdatedAt, p.Id), ValueTuple.Create(time, id)));
        }

        var found = await query.OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id).Take(limit + 1).Select(PresetSummary.For(PresetRights.Of(user))).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.UpdatedAt, last.Id)));
    }

    private static async Task<Results<Created<PresetResponse>, ProblemHttpResult>> CreatePreset(
        PresetRequest request, PresetBook book, CurrentUser user, HttpResponse response, CancellationToken cancellationToken)
    {
        var (preset, problem) = await book.AddAsync(request, PresetRights.Of(user), cancellationToken);
        return preset is null ? problem! : Created(preset, PresetRights.Of(user), response);
    }

    private static async Task<Results<Ok<PresetResponse>, ProblemHttpResult>> GetPreset(
        Guid id, PresetBook book, CurrentUser user, HttpResponse response, CancellationToken cancellationToken)
    {
        var rights = PresetRights.Of(user);
        if (await book.FindAsync(id, rights, cancellationToken) is not { } preset) return Problems.NotFound("preset");
        return Ok(preset, rights, await book.UseOfAsync(preset, rights, cancellationToken), response);
    }

    private static async Task<Results<Ok<PresetResponse>, ProblemHttpResult>> UpdatePreset(
        Guid id, PresetRequest request, HttpRequest http, PresetBook book, CurrentUser user, CancellationToken cancellationToken)
    {
        var rights = PresetRights.Of(user);
        var (preset, problem) = await book.ChangeAsync(id, request, rights, http.Headers.IfMatch, cancellationToken);
        if (preset is null) return problem!;
        return Ok(preset, rights, await book.UseOfAsync(preset, rights, cancellationToken), http.HttpContext.Response);
    }

    private static async Task<Results<Ok<PresetUse>, ProblemHttpResult>> DeletePreset(
        Guid id, HttpRequest http, PresetBook book, CurrentUser user, CancellationToken cancellationToken)
    {
        var (use, problem) = await book.RemoveAsync(id, PresetRights.Of(user), http.Headers.IfMatch, cancellationToken);
        return use is null ? problem! : TypedResults.Ok(use);
    }

    private static async Task<Results<Created<PresetResponse>, ProblemHttpResult>> DuplicatePreset(
        Guid id, PresetBook book, CurrentUser user, HttpResponse response, CancellationToken cancellationToken)
    {
        var rights = PresetRights.Of(user);
        if (await book.FindAsync(id, rights, cancellationToken) is not { } original) return Problems.NotFound("preset");
        var (copy, problem) = await book.AddAsync(PresetBook.CopyOf(original), rights, cancellationToken);
        return copy is null ? problem! : Created(copy, rights, response);
    }

    private static Ok<PresetResponse> Ok(Preset preset, PresetRights rights, PresetUse use, HttpResponse response)
    {
        response.Headers.ETag = $"\"{preset.Version}\"";
        return TypedResults.Ok(PresetResponse.Of(preset, rights, use));
    }

    private static Created<PresetResponse> Created(Preset preset, PresetRights rights, HttpResponse response)
    {
        response.Headers.ETag = $"\"{preset.Version}\"";
        return TypedResults.Created($"/api/v1/presets/{preset.Id}", PresetResponse.Of(preset, rights, PresetUse.None));
    }

    private static RouteHandlerBuilder ProducesChangeProblems(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
}
