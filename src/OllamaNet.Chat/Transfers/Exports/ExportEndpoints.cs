using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Transfers.Exports;

internal static class ExportEndpoints
{
    private const int MaxOpen = 2;

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/exports").WithTags("Export and import").RequirePermission(Permissions.ConversationsUse);
        api.MapGet("/", ListExports).WithSummary("List my exports").WithDescription("Newest first.").ProducesValidationProblem()
            .WithExample(response: new Page<ExportResponse>([ExportResponse.Example], null));
        api.MapPost("/", CreateExport).WithSummary("Export conversations").WithDescription("Makes a zip archive in the background. JSON is complete (every branch, settings, notes, tags, folders, feedback, attachments) and can be imported; Markdown and HTML hold the branch that is shown.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new CreateExportRequest(ExportFormat.Json), ExportResponse.Example with { State = JobState.Queued, Done = 0, Total = null, Size = null, ExpiresAt = null });
        api.MapGet("/{id:guid}", GetExport).WithSummary("Read how far an export is").WithExample(response: ExportResponse.Example);
        api.MapGet("/{id:guid}/file", GetExportFile).WithSummary("Download an export").Produces<string>(StatusCodes.Status200OK, "application/zip").WithExample(response: "PK…");
        api.MapDelete("/{id:guid}", DeleteExport).WithSummary("Cancel an export, or delete its file").WithExample(response: null);
        routes.MapGet("/api/v1/conversations/{id:guid}/export", ExportConversation).WithTags("Export and import").RequirePermission(Permissions.ConversationsUse)
            .WithSummary("Export one conversation").Produces<string>(StatusCodes.Status200OK, "text/markdown", "application/json", "text/html").ProducesValidationProblem().WithExample(response: "# Trip to Lisbon\n…");
    }

    private static async Task<Results<Ok<Page<ExportResponse>>, ProblemHttpResult>> ListExports(
        JobQueue jobs, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        (DateTimeOffset, Guid)? from = null;
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            from = (time, id);
        }

        var found = (await jobs.ListAsync<ExportJob>(user.Id, from, limit + 1, cancellationToken)).ConvertAll(ExportResponse.Of);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Created<ExportResponse>, ProblemHttpResult>> CreateExport(
        CreateExportRequest request, JobQueue jobs, IOptions<TransferOptions> options, TimeProvider time, CurrentUser user, AuditLog audit, CancellationToken cancellationToken)
    {
        var kept = await jobs.ListAsync<ExportJob>(user.Id, null, 200, cancellationToken);
        if (kept.Count(j => j.State is JobState.Done && j.ResultAs<ExportResult>()?.ExpiresAt > time.GetUtcNow()) >= options.Value.MaxExports)
            return Problems.Conflict("too-many-exports", $"{options.Value.MaxExports} exports of yours are kept. Delete one, then export again.");
        if (await jobs.EnqueueAsync(user.Id, new ExportJob(request.Format!.Value, request.ConversationIds), new($"export:{user.Id:N}", MaxOpen), cancellationToken) is not { } id)
            return Problems.Conflict("export-running", "Your exports are still being made. Wait for them, or cancel one.");

        await audit.RecordAsync(AuditEntry.On(AuditActions.ExportStarted, "export", id) with { After = new { request.Format, conversations = request.ConversationIds?.Count } }, cancellationToken);
        var job = await jobs.FindAsync<ExportJob>(user.Id, id, cancellationToken);
        return TypedResults.Created($"/api/v1/exports/{id}", ExportResponse.Of(job!));
    }

    private static async Task<Results<Ok<ExportResponse>, ProblemHttpResult>> GetExport(Guid id, JobQueue jobs, CurrentUser user, CancellationToken cancellationToken) =>
        await jobs.FindAsync<ExportJob>(user.Id, id, cancellationToken) is { } job ? TypedResults.Ok(ExportResponse.Of(job)) : Problems.NotFound("export");

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> GetExportFile(
        Guid id, JobQueue jobs, TransferFiles files, TimeProvider time, CurrentUser user, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync<ExportJob>(user.Id, id, cancellationToken);
        if (job is not { State: JobState.Done } || job.ResultAs<ExportResult>() is not { } result || result.ExpiresAt <= time.GetUtcNow() || files.ResultOf(user.Id, id, result.Fence) is var path && !File.Exists(path))
            return Problems.NotFound("export file");

        return TypedResults.PhysicalFile(path, "application/zip", FormattableString.Invariant($"ollamanet-{job.CreatedAt:yyyy-MM-dd}-{job.PayloadAs<ExportJob>().Format.ToString().ToLowerInvariant()}.zip"));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteExport(Guid id, JobQueue jobs, TransferFiles files, CurrentUser user, CancellationToken cancellationToken)
    {
        if (await jobs.CancelAsync<ExportJob>(user.Id, id, cancellationToken)) return TypedResults.NoContent();
        if (!await jobs.DeleteAsync<ExportJob>(user.Id, id, cancellationToken)) return Problems.NotFound("export");

        files.Delete(id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ExportConversation(
        Guid id, ChatDb db, ConversationReader reader, TimeProvider time, CurrentUser user, AuditLog audit, CancellationToken cancellationToken, [AllowedValues("markdown", "json", "html")] string format = "markdown")
    {
        var form = format switch { "json" => ExportFormat.Json, "html" => ExportFormat.Html, _ => ExportFormat.Markdown };
        if (await reader.ReadAsync(user.Id, id, cancellationToken) is not { } conversation) return Problems.NotFound("conversation");
        await audit.RecordAsync(AuditEntry.On(AuditActions.ConversationExported, "conversation", id) with { After = new { format } }, cancellationToken);

        var content = form switch
        {
            ExportFormat.Json => await JsonAsync(db, conversation, user.Id, time.GetUtcNow(), cancellationToken),
            ExportFormat.Html => new MemoryStream(Encoding.UTF8.GetBytes(HtmlExport.Of(conversation))),
            _ => new MemoryStream(Encoding.UTF8.GetBytes(MarkdownExport.Of(conversation))),
        };
        return TypedResults.Stream(content, ExportNames.MediaType(form), ExportNames.Slug(conversation.Title) + ExportNames.Extension(form));
    }

    private static async Task<MemoryStream> JsonAsync(ChatDb db, ExportedConversation conversation, Guid owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stream = new MemoryStream();
        await using var json = new JsonExport(stream, now);
        await json.BeginAsync(db, owner, conversation, cancellationToken);
        await json.WriteAsync(conversation, cancellationToken);
        await json.EndAsync(cancellationToken);
        stream.Position = 0;
        return stream;
    }
}
