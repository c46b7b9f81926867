using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Attachments;

/// <param name="MediaType">As found in the bytes.</param>
/// <param name="Size">Of what is stored; images are written anew.</param>
/// <param name="Width">Pixels, for images.</param>
public sealed record AttachmentResponse(Guid Id, string Name, string MediaType, int Size, int? Width, int? Height, DateTimeOffset CreatedAt)
{
    internal static AttachmentResponse Example { get; } = new(new("0197a1c6-1b20-7c3e-8d11-4c1d9e02aa09"), "receipt.jpg", "image/jpeg", 182_044, 1176, 1568, new(2026, 11, 20, 9, 45, 0, TimeSpan.Zero));

    internal static AttachmentResponse Of(Attachment a) => new(a.Id, a.Name, a.MediaType, a.Size, a.Width, a.Height, a.CreatedAt);
}

internal static class AttachmentEndpoints
{
    /// <summary>More than any setting allows: what is too large says which limit it is.</summary>
    private const long MostBytes = 65L * 1024 * 1024;

    public static void AddAttachments(this IServiceCollection services)
    {
        services.AddOptions<AttachmentOptions>().BindConfiguration(AttachmentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AttachmentReader>();
        services.AddScoped<AttachmentStore>();
        services.AddScoped<QuestionFiles>();
    }

    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/attachments").WithTags("Attachments").RequirePermission(Permissions.ConversationsUse);
        api.MapPost("/", AddAttachment).WithSummary("Upload a file")
            .WithDescription("An image (PNG, JPEG, WebP, GIF) or a text file in UTF-8: the body itself with `?name=`, or a form with one file. Images are decoded and written anew, without what else was in them. A file that goes with no message is deleted after a day.")
            .Accepts<byte[]>("application/octet-stream", "multipart/form-data", "*/*").WithBodyLimit(MostBytes)
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge).WithExample("(bytes)", AttachmentResponse.Example);
        api.MapGet("/{id:guid}", GetAttachment).WithSummary("Read what a file is").WithExample(response: AttachmentResponse.Example);
        api.MapGet("/{id:guid}/content", GetContent).WithSummary("Download a file").WithDescription("Always as a download, whatever it is.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream").WithExample(response: "(bytes)");
        api.MapDelete("/{id:guid}", DeleteAttachment).WithSummary("Delete a file that goes with no message").ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: null);
    }

    private static async Task<Results<Created<AttachmentResponse>, ProblemHttpResult>> AddAttachment(
        HttpRequest request, AttachmentStore store, CurrentUser user, IOptions<AttachmentOptions> options, CancellationToken cancellationToken, string? name = null)
    {
        var (file, wrong) = await UploadedFile.ReadAsync(request, name, options.Value.MaxBytes, cancellationToken);
        if (file is null) return wrong!;

        var (attachment, problem) = await store.AddAsync(user.Id, file, cancellationToken);
        return attachment is null ? problem! : TypedResults.Created($"/api/v1/attachments/{attachment.Id}", AttachmentResponse.Of(attachment));
    }

    private static async Task<Results<Ok<AttachmentResponse>, ProblemHttpResult>> GetAttachment(Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken) =>
        await db.Attachments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.OwnerId == user.Id, cancellationToken) is { } found ? TypedResults.Ok(AttachmentResponse.Of(found)) : Problems.NotFound("attachment");

    private static async Task<IResult> GetContent(Guid id, ChatDb db, CurrentUser user, HttpResponse response, CancellationToken cancellationToken)
    {
        var found = await db.Attachments.AsNoTracking().Where(a => a.Id == id && a.OwnerId == user.Id)
            .Join(db.Set<AttachmentContent>(), a => a.Id, c => c.AttachmentId, (a, c) => new { a.Name, a.MediaType, c.Bytes }).FirstOrDefaultAsync(cancellationToken);
        if (found is null) return Problems.NotFound("attachment");

        response.MarkSandboxed();
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(found.Name);
        response.Headers.ContentDisposition = disposition.ToString();
        return TypedResults.Bytes(found.Bytes, found.MediaType);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAttachment(Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken)
    {
        if (await db.DeleteUnusedAsync(user.Id, id, cancellationToken)) return TypedResults.NoContent();
        return await db.Attachments.AnyAsync(a => a.Id == id && a.OwnerId == user.Id, cancellationToken)
            ? Problems.Conflict("attachment-used", "A message has this file. Delete the message, and the file is deleted within a day.")
            : Problems.NotFound("attachment");
    }
}
