using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Catalog.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Images;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Catalog.Models.Administration;

/// <param name="PictureId">Under which it is read.</param>
public sealed record SetPicture(Guid PictureId);

/// <summary>What models look like on their cards.</summary>
internal static class ModelPictureEndpoints
{
    private const int MostBytes = 10 * 1024 * 1024, MostPixels = 50_000_000;

    public static void MapModelPictures(this RouteGroupBuilder api)
    {
        api.MapPost("/{id:guid}/picture", SetModelPicture)
            .WithSummary("Set a model's picture")
            .WithDescription("A PNG, JPEG, WebP or GIF of at most 10 MB: the body itself. It is cut to a square in its middle, decoded and written anew as a PNG, without what else was in it.")
            .Accepts<byte[]>("application/octet-stream", "*/*").WithBodyLimit(MostBytes)
            .WithExample("(bytes)", new SetPicture(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a40")))
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapDelete("/{id:guid}/picture", DeleteModelPicture)
            .WithSummary("Remove a model's picture")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample();
    }

    private static async Task<Results<Ok<SetPicture>, ProblemHttpResult>> SetModelPicture(
        Guid id, HttpRequest request, CatalogDb db, ImageCleaner cleaner, AuditLog audit, Changes changes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await NameOfAsync(id, db, cancellationToken) is not { } name) return Problems.NotFound("model");
        if (!cleaner.IsInstalled) return ImageProblems.Unavailable();

        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (ImageHeader.Read(bytes.Span) is not { } header) return ImageProblems.NotAnImage();
        if (header.Pixels > MostPixels) return ImageProblems.TooLarge(header, MostPixels);
        if (await cleaner.CleanSquareAsync(bytes, header, ModelPicture.Side, cancellationToken) is not { } clean) return ImageProblems.Unreadable();

        var picture = Guid.CreateVersion7(time.GetUtcNow());
        var stored = await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync(
            $"""
            WITH model AS (UPDATE catalog.models SET picture_id = {picture} WHERE id = {id} RETURNING id)
            INSERT INTO catalog.model_pictures (id, model_id, bytes) SELECT {picture}, id, {clean.Bytes} FROM model
            ON CONFLICT (model_id) DO UPDATE SET id = excluded.id, bytes = excluded.bytes
            """, c), AuditEntry.On(AuditActions.ModelChanged, "model", id, name) with { After = new { PictureId = picture } }, cancellationToken);
        if (stored == 0) return Problems.NotFound("model");
        changes.PublishToAll(ChangeKinds.Models);
        return TypedResults.Ok(new SetPicture(picture));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteModelPicture(Guid id, CatalogDb db, AuditLog audit, Changes changes, CancellationToken cancellationToken)
    {
        if (await NameOfAsync(id, db, cancellationToken) is not { } name) return Problems.NotFound("model");

        await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync(
            $"WITH gone AS (DELETE FROM catalog.model_pictures WHERE model_id = {id}) UPDATE catalog.models SET picture_id = NULL WHERE id = {id} AND picture_id IS NOT NULL", c),
            AuditEntry.On(AuditActions.ModelChanged, "model", id, name) with { After = new { PictureId = (Guid?)null } }, cancellationToken);
        changes.PublishToAll(ChangeKinds.Models);
        return TypedResults.NoContent();
    }

    private static Task<string?> NameOfAsync(Guid id, CatalogDb db, CancellationToken cancellationToken) => db.Models.Where(m => m.Id == id).Select(m => m.Name).FirstOrDefaultAsync(cancellationToken);
}
