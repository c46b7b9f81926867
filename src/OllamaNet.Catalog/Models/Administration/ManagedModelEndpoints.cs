using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Catalog.Data;
using OllamaNet.Catalog.Discovery;
using OllamaNet.Catalog.Tags;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Catalog.Models.Administration;

/// <summary>Every model there is or was, for administrators: also what is hidden.</summary>
internal static class ManagedModelEndpoints
{
    public static void MapManagedModels(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListManagedModels)
            .WithSummary("List all models of the catalogue")
            .WithDescription("By name, also hidden ones. `text` is found in names; `tag` is the id of a tag; `state` is `installed` (some node has it) or `gone`.")
            .ProducesValidationProblem().WithExample(response: new Page<ManagedModel>([ManagedModel.Example], null));
        api.MapGet("/{id:guid}", GetManagedModel)
            .WithSummary("Read a model of the catalogue")
            .WithDescription("What its engine says, what administrators say instead, and where it is. The header ETag is what If-Match takes when it is changed.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: ManagedModel.Example);
        api.MapPatch("/{id:guid}", UpdateManagedModel)
            .WithSummary("Change what is told about a model")
            .WithDescription("`edited` goes before what the engine says and is never overwritten by it; null takes a field back to the engine's word. `If-Match` is needed: 428 without it, 412 when somebody else was faster.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithExample(new UpdateManagedModelRequest(ManagedModel.Example.Edited, Featured: true), ManagedModel.Example);
    }

    private static async Task<Results<Ok<Page<ManagedModel>>, ProblemHttpResult>> ListManagedModels(
        CatalogDb db, IInference inference, CancellationToken cancellationToken, [MaxLength(200)] string? text = null, Guid? tag = null, [AllowedValues(null, "installed", "gone")] string? state = null,
        [Range(1, 200)] int limit = 50, string? after = null)
    {
        var models = db.Models.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(text))
        {
            var pattern = LikePattern.Containing(text.Trim());
            models = models.Where(m => EF.Functions.ILike(m.Name, pattern, "\\") || EF.Functions.ILike(EF.Property<string>(m, CatalogModelConfiguration.Title), pattern, "\\"));
        }

        if (tag is { } label) models = models.Where(m => db.TaggedModels.Any(t => t.ModelId == m.Id && t.TagId == label));
        if (state is not null)
        {
            var isGone = state == "gone";
            models = models.Where(m => m.GoneAt != null == isGone);
        }

        if (after is not null)
        {
            if (!Place.TryParse(after, out _, out var last)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            models = models.Where(m => string.Compare(m.Name, last) > 0);
        }

        var found = await models.OrderBy(m => m.Name).Take(limit + 1).ToListAsync(cancellationToken);
        var shown = await ShowAsync(found, db, inference, cancellationToken);
        return TypedResults.Ok(Page.Of(shown, limit, m => Place.Format(0, m.Name)));
    }

    private static async Task<Results<Ok<ManagedModel>, ProblemHttpResult>> GetManagedModel(Guid id, CatalogDb db, IInference inference, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.Models.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } model) return Problems.NotFound("model");
        return await ShownAsync(model, db, inference, response, cancellationToken);
    }

    private static async Task<Results<Ok<ManagedModel>, ProblemHttpResult>> UpdateManagedModel(
        Guid id, UpdateManagedModelRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, CatalogDb db, IInference inference, AuditLog audit, Changes changes, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Whoever comes second waits here, and then sees the first one's version.
        if (await db.Models.FromSql($"SELECT * FROM catalog.models WHERE id = {id} FOR UPDATE").FirstOrDefaultAsync(cancellationToken) is not { } model) return Problems.NotFound("model");
        if (ifMatch is null) return Problems.Of(StatusCodes.Status428PreconditionRequired, "if-match-required", "Others may change this too: send the ETag you read as If-Match, so that no change is lost.");
        if (ifMatch != "*" && ifMatch != Tag(model)) return Problems.Of(StatusCodes.Status412PreconditionFailed, "changed-meanwhile", "Someone else changed this meanwhile. Read it again and repeat your change.");

        var before = new { model.Edited, model.Featured };
        model.Edited = request.Edited ?? model.Edited;
        model.Featured = request.Featured ?? model.Featured;
        model.Version++;
        await db.SaveChangesAsync(cancellationToken);
        await audit.RecordAsync(db, AuditEntry.On(AuditActions.ModelChanged, "model", id, model.Name) with { Before = before, After = new { model.Edited, model.Featured } }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        changes.PublishToAll(ChangeKinds.Models);
        return await ShownAsync(model, db, inference, response, cancellationToken);
    }

    private static async Task<Ok<ManagedModel>> ShownAsync(CatalogModel model, CatalogDb db, IInference inference, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.ETag = Tag(model);
        return TypedResults.Ok((await ShowAsync([model], db, inference, cancellationToken))[0]);
    }

    private static async Task<List<ManagedModel>> ShowAsync(List<CatalogModel> models, CatalogDb db, IInference inference, CancellationToken cancellationToken)
    {
        var ids = models.ConvertAll(m => m.Id);
        var tags = (await (from put in db.TaggedModels join tag in db.Tags on put.TagId equals tag.Id where ids.Contains(put.ModelId) orderby tag.Name select new { put.ModelId, Tag = new TagOnModel(tag.Id, tag.Name, tag.Colour) })
            .ToListAsync(cancellationToken)).ToLookup(t => t.ModelId, t => t.Tag);
        var places = await inference.ListPlacesAsync(cancellationToken);
        return models.ConvertAll(m => new ManagedModel(
            m.Id, m.Name, m.Engine, m.Edited, m.AliasOf, m.Demo, m.Featured, m.PictureId, [.. tags[m.Id]], m.AddedAt, m.GoneAt, m.Version, ModelOnNode.Of(places, m.Name)));
    }

    private static string Tag(CatalogModel model) => string.Create(CultureInfo.InvariantCulture, $"\"{model.Version}\"");
}
