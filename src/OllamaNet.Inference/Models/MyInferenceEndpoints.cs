using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Inference.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Models;

/// <param name="LocalOnly">Nothing you ask leaves the site.</param>
/// <param name="LocalOnlyForced">An administrator asks for that: it cannot be taken back here.</param>
/// <param name="CacheAnswers">Answers at temperature 0 may be given again without asking the model.</param>
/// <param name="CacheEmbeddings">The same for embeddings.</param>
public sealed record MyInference(bool LocalOnly, bool LocalOnlyForced, bool CacheAnswers, bool CacheEmbeddings);

/// <summary>What is left out stays.</summary>
public sealed record UpdateMyInference(bool? LocalOnly = null, bool? CacheAnswers = null, bool? CacheEmbeddings = null);

internal static class MyInferenceEndpoints
{
    private static readonly MyInference Example = new(LocalOnly: true, LocalOnlyForced: false, CacheAnswers: false, CacheEmbeddings: false);

    public static void MapMyInference(this RouteGroupBuilder api)
    {
        api.MapGet("/", GetMyInference)
            .WithSummary("How your requests to models are served")
            .WithDescription("Whether they stay on the site, and whether answers are kept for you.")
            .WithExample(response: Example);
        api.MapPatch("/", UpdateMyInference)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("Change how your requests to models are served")
            .WithDescription("Fields that are left out stay. What an administrator requires cannot be taken back.")
            .WithExample(new UpdateMyInference(LocalOnly: true), Example);
    }

    private static async Task<Ok<MyInference>> GetMyInference(CurrentUser user, InferenceDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(Shown(await db.UserSettings.AsNoTracking().SingleOrDefaultAsync(s => s.UserId == user.Id, cancellationToken)));

    private static async Task<Results<Ok<MyInference>, ProblemHttpResult>> UpdateMyInference(
        UpdateMyInference body, CurrentUser user, InferenceDb db, Refresher refresher, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO inference.user_settings (user_id, local_only_required, local_only_chosen, cache_answers, cache_embeddings, updated_at)
            VALUES ({user.Id}, false, false, false, false, {now}) ON CONFLICT DO NOTHING
            """, cancellationToken);
        var settings = await db.UserSettings.SingleAsync(s => s.UserId == user.Id, cancellationToken);
        if (body.LocalOnly is false && settings.LocalOnlyRequired)
            return Problems.Forbidden("local-only-required", "An administrator requires that what you ask stays on the site.");

        settings.LocalOnlyChosen = body.LocalOnly ?? settings.LocalOnlyChosen;
        settings.CacheAnswers = body.CacheAnswers ?? settings.CacheAnswers;
        settings.CacheEmbeddings = body.CacheEmbeddings ?? settings.CacheEmbeddings;
        settings.UpdatedAt = now;
        await db.SaveChangesAsync(cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
        return TypedResults.Ok(Shown(settings));
    }

    private static MyInference Shown(UserSettings? settings) =>
        new(settings is { LocalOnlyRequired: true } or { LocalOnlyChosen: true }, settings?.LocalOnlyRequired ?? false, settings?.CacheAnswers ?? false, settings?.CacheEmbeddings ?? false);
}
