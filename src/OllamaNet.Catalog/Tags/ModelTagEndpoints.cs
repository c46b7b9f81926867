using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Catalog.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Catalog.Tags;

public sealed record CreateModelTagRequest([Required, NotBlank, StringLength(ModelTagConfiguration.NameLength)] string Name, [Colour] string? Colour = null);

/// <summary>Both are what they are from then on; a null colour is none.</summary>
public sealed record UpdateModelTagRequest([Required, NotBlank, StringLength(ModelTagConfiguration.NameLength)] string Name, [Colour] string? Colour = null);

/// <param name="Into">The tag that stays, and gets the models of both.</param>
public sealed record MergeModelTagsRequest(Guid Into);

/// <param name="Models">How many models have it.</param>
public sealed record ModelTagResponse(Guid Id, string Name, string? Colour, DateTimeOffset CreatedAt, int Models)
{
    internal static ModelTagResponse Example { get; } = new(new("019abf00-0000-7000-8000-000000000002"), "writing", "blue", new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), 4);
}

/// <summary>A tag as a model wears it.</summary>
public sealed record TagOnModel(Guid Id, string Name, string? Colour);

internal static class ModelTagEndpoints
{
    public const int MostTags = 500;

    public static void MapModelTags(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListModelTags).WithSummary("List the tags of models").WithDescription("By name, all of them, with how many models have each.")
            .WithExample(response: new Page<ModelTagResponse>([ModelTagResponse.Example], null));
        api.MapPost("/", CreateModelTag).WithSummary("Create a tag for models").WithDescription("A name exists once, whatever its case.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithExample(new CreateModelTagRequest("writing", "blue"), ModelTagResponse.Example with { Models = 0 });
        api.MapPatch("/{id:guid}", UpdateModelTag).WithSummary("Rename or recolour a tag of models")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithExample(new UpdateModelTagRequest("writing", "teal"), ModelTagResponse.Example with { Colour = "teal" });
        api.MapPost("/{id:guid}/merge", MergeModelTags).WithSummary("Merge a tag of models into another")
            .WithDescription("The models of both have the other one; this one is gone.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithExample(new MergeModelTagsRequest(ModelTagResponse.Example.Id), ModelTagResponse.Example);
        api.MapDelete("/{id:guid}", DeleteModelTag).WithSummary("Delete a tag of models").WithDescription("The models that have it stay, without it.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample();
        api.MapModelTagging();
    }

    private static async Task<Ok<Page<ModelTagResponse>>> ListModelTags(CatalogDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<ModelTagResponse>([.. (await Shown(db, db.Tags).ToListAsync(cancellationToken)).OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase)], null));

    private static async Task<Results<Created<ModelTagResponse>, ProblemHttpResult>> CreateModelTag(
        CreateModelTagRequest request, CatalogDb db, AuditLog audit, Changes changes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Tags.CountAsync(cancellationToken) >= MostTags) return Problems.Conflict("too-many-model-tags", $"There are {MostTags} tags, the most there can be. Delete one that is no longer needed.");

        var now = time.GetUtcNow();
        var tag = new ModelTag { Id = Guid.CreateVersion7(now), Name = request.Name.Trim(), Colour = request.Colour, CreatedAt = now };
        db.Add(tag);
        var entry = AuditEntry.On(AuditActions.ModelTagCreated, "model-tag", tag.Id, tag.Name) with { After = new { tag.Name, tag.Colour } };
        if (!await TrySaveAsync(db, audit, entry, cancellationToken)) return Exists(tag.Name);
        changes.PublishToAll(ChangeKinds.Models);
        return TypedResults.Created($"/api/v1/admin/tags/{tag.Id}", new ModelTagResponse(tag.Id, tag.Name, tag.Colour, tag.CreatedAt, 0));
    }

    private static async Task<Results<Ok<ModelTagResponse>, ProblemHttpResult>> UpdateModelTag(
        Guid id, UpdateModelTagRequest request, CatalogDb db, AuditLog audit, Changes changes, CancellationToken cancellationToken)
    {
        if (await db.Tags.FirstOrDefaultAsync(t => t.Id == id, cancellationToken) is not { } tag) return Problems.NotFound("tag");

        var before = new { tag.Name, tag.Colour };
        (tag.Name, tag.Colour) = (request.Name.Trim(), request.Colour);
        var entry = AuditEntry.On(AuditActions.ModelTagChanged, "model-tag", id, tag.Name) with { Before = before, After = new { tag.Name, tag.Colour } };
        if (!await TrySaveAsync(db, audit, entry, cancellationToken)) return Exists(tag.Name);
        changes.PublishToAll(ChangeKinds.Models);
        return await FoundAsync(id, db, cancellationToken);
    }

    private static async Task<Results<Ok<ModelTagResponse>, ProblemHttpResult>> MergeModelTags(
        Guid id, MergeModelTagsRequest request, CatalogDb db, AuditLog audit, Changes changes, CancellationToken cancellationToken)
    {
        if (request.Into == id) return Problems.Invalid("into", "A tag is not merged into itself. Choose another one.");
        var names = await db.Tags.Where(t => t.Id == id || t.Id == request.Into).ToDictionaryAsync(t => t.Id, t => t.Name, cancellationToken);
        if (!names.TryGetValue(id, out var name)) return Problems.NotFound("tag");
        if (!names.TryGetValue(request.Into, out var into)) return Problems.Invalid("into", "There is no such tag. Choose another one.");

        var entry = AuditEntry.On(AuditActions.ModelTagMerged, "model-tag", id, name) with { After = new { Into = into } };
        var merged = await audit.RecordAsync(db, async c =>
        {
            await db.Database.ExecuteSqlAsync($"INSERT INTO catalog.model_tags (model_id, tag_id) SELECT m.model_id, t.id FROM catalog.model_tags AS m JOIN catalog.tags AS t ON t.id = {request.Into} WHERE m.tag_id = {id} ON CONFLICT DO NOTHING", c);
            return await db.Tags.Where(t => t.Id == id).ExecuteDeleteAsync(c);
        }, entry, cancellationToken);
        if (merged == 0) return Problems.NotFound("tag");
        changes.PublishToAll(ChangeKinds.Models);
        return await FoundAsync(request.Into, db, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteModelTag(Guid id, CatalogDb db, AuditLog audit, Changes changes, CancellationToken cancellationToken)
    {
        if (await db.Tags.Where(t => t.Id == id).Select(t => t.Name).FirstOrDefaultAsync(cancellationToken) is not { } name) return Problems.NotFound("tag");
        var entry = AuditEntry.On(AuditActions.ModelTagDeleted, "model-tag", id, name);
        if (await audit.RecordAsync(db, c => db.Tags.Where(t => t.Id == id).ExecuteDeleteAsync(c), entry, cancellationToken) == 0) return Problems.NotFound("tag");
        changes.PublishToAll(ChangeKinds.Models);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ModelTagResponse>, ProblemHttpResult>> FoundAsync(Guid id, CatalogDb db, CancellationToken cancellationToken) =>
        await Shown(db, db.Tags.Where(t => t.Id == id)).FirstOrDefaultAsync(cancellationToken) is { } tag ? TypedResults.Ok(tag) : Problems.NotFound("tag");

    private static IQueryable<ModelTagResponse> Shown(CatalogDb db, IQueryable<ModelTag> tags) =>
        tags.Select(t => new ModelTagResponse(t.Id, t.Name, t.Colour, t.CreatedAt, db.TaggedModels.Count(m => m.TagId == t.Id)));

    /// <returns>False when there is a tag of that name.</returns>
    private static async Task<bool> TrySaveAsync(CatalogDb db, AuditLog audit, AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await audit.RecordAsync(db, db.SaveChangesAsync, entry, cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    private static ProblemHttpResult Exists(string name) => Problems.Conflict("model-tag-exists", $"There is a tag “{name}” already. Use it, or choose another name.");
}
