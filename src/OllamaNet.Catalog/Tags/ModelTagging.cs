using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Catalog.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Catalog.Tags;

/// <param name="Models">Ids of models of the catalogue.</param>
/// <param name="Add">Tags that all of them have from then on.</param>
/// <param name="Remove">Tags that none of them has from then on.</param>
public sealed record TagModelsRequest(
    [Required, MinLength(1), MaxLength(500)] IReadOnlyList<Guid> Models, [MaxLength(50)] IReadOnlyList<Guid>? Add = null, [MaxLength(50)] IReadOnlyList<Guid>? Remove = null);

/// <summary>Tags, put on many models at once and taken off.</summary>
internal static class ModelTagging
{
    public static void MapModelTagging(this RouteGroupBuilder api) =>
        api.MapPost("/assign", TagModels).WithSummary("Put tags on models, or take them off")
            .WithDescription("Many at once, all or nothing: an id that is no model or no tag is an error.")
            .ProducesValidationProblem().WithExample(new TagModelsRequest([new("019abf00-0000-7000-8000-000000000001")], Add: [ModelTagResponse.Example.Id]));

    private static async Task<Results<NoContent, ProblemHttpResult>> TagModels(TagModelsRequest request, CatalogDb db, AuditLog audit, Changes changes, CancellationToken cancellationToken)
    {
        Guid[] models = [.. request.Models.Distinct()], add = [.. (request.Add ?? []).Distinct()], remove = [.. (request.Remove ?? []).Distinct()];
        if (add.Length + remove.Length == 0) return Problems.Invalid("add", "Name a tag to put on or to take off.");
        if (add.Intersect(remove).Any()) return Problems.Invalid("remove", "A tag is either put on or taken off.");

        var names = await db.Models.Where(m => models.Contains(m.Id)).Select(m => m.Name).ToListAsync(cancellationToken);
        if (names.Count != models.Length) return Problems.Invalid("models", "One of these models is not there any more. Read the list again.");
        var tags = await db.Tags.Where(t => add.Contains(t.Id) || remove.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, cancellationToken);
        if (Array.Exists(add, t => !tags.ContainsKey(t))) return Problems.Invalid("add", "One of these tags is not there any more. Read the list again.");
        if (Array.Exists(remove, t => !tags.ContainsKey(t))) return Problems.Invalid("remove", "One of these tags is not there any more. Read the list again.");

        var entry = new AuditEntry(AuditActions.ModelsTagged, "model", TargetName: names.Count == 1 ? names[0] : null) { After = new { Models = names, Added = add.Select(t => tags[t]), Removed = remove.Select(t => tags[t]) } };
        await audit.RecordAsync(db, async c =>
            await db.Database.ExecuteSqlAsync($"INSERT INTO catalog.model_tags (model_id, tag_id) SELECT m.id, t.id FROM catalog.models AS m, catalog.tags AS t WHERE m.id = ANY ({models}) AND t.id = ANY ({add}) ON CONFLICT DO NOTHING", c)
            + await db.TaggedModels.Where(t => models.Contains(t.ModelId) && remove.Contains(t.TagId)).ExecuteDeleteAsync(c), entry, cancellationToken);
        changes.PublishToAll(ChangeKinds.Models);
        return TypedResults.NoContent();
    }
}
