using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Transfers.Imports;

/// <param name="Done">Bytes read so far.</param>
/// <param name="Total">Bytes of the file.</param>
/// <param name="Report">What came of it so far; null before the beginning.</param>
public sealed record ImportResponse(Guid Id, JobState State, long Done, long? Total, ImportReport? Report, JobError? Error, DateTimeOffset CreatedAt)
{
    internal static ImportResponse Example { get; } = new(
        new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b40"), JobState.Done, 1_482_931, 1_482_931,
        new() { Source = "chatgpt", Found = 214, Imported = 212, Messages = 3120, Skipped = { ["duplicate"] = 2 }, Examples = { new("Trip to Lisbon", "duplicate") }, Lost = { ["attachment"] = 7 } },
        null, new(2026, 11, 20, 9, 29, 55, TimeSpan.Zero));

    internal static ImportResponse Of(JobView job) => new(job.Id, job.State, job.Done, job.Total ?? job.PayloadAs<ImportJob>().Size, job.ResultAs<ImportReport>(), job.Error, job.CreatedAt);
}

internal static class ImportEndpoints
{
    private const string Skip = "skip";
    private const string Copy = "copy";

    private static readonly ConcurrentDictionary<Guid, byte> Uploading = new();

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/imports").WithTags("Export and import").RequirePermission(Permissions.ConversationsUse);
        api.MapGet("/", ListImports).WithSummary("List my imports").WithDescription("Newest first.").ProducesValidationProblem().WithExample(response: new Page<ImportResponse>([ImportResponse.Example], null));
        api.MapPost("/", CreateImport).WithSummary("Import conversations")
            .WithDescription("The body is the file: an export of OllamaNet (JSON, or the archive with it), ChatGPT's `conversations.json` or the archive it came in, or Open WebUI's export of chats. It is read in the background. What was imported before is left out, unless `duplicates=copy`.")
            .Accepts<Stream>("application/octet-stream", "*/*").ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithExample("…", ImportResponse.Example with { State = JobState.Queued, Done = 0, Report = null });
        api.MapGet("/{id:guid}", GetImport).WithSummary("Read how far an import is, and what came of it").WithExample(response: ImportResponse.Example);
        api.MapDelete("/{id:guid}", DeleteImport).WithSummary("Cancel an import, or forget it").WithDescription("What was imported already stays.").WithExample(response: null);
    }

    private static async Task<Results<Ok<Page<ImportResponse>>, ProblemHttpResult>> ListImports(
        JobQueue jobs, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        (DateTimeOffset, Guid)? from = null;
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            from = (time, id);
        }

        var found = (await jobs.ListAsync<ImportJob>(user.Id, from, limit + 1, cancellationToken)).ConvertAll(ImportResponse.Of);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Created<ImportResponse>, ProblemHttpResult>> CreateImport(
        HttpContext context, JobQueue jobs, Upload upload, CurrentUser user, AuditLog audit, CancellationToken cancellationToken, [AllowedValues(Skip, Copy)] string duplicates = Skip)
    {
        if ((await jobs.ListAsync<ImportJob>(user.Id, null, 1, cancellationToken)).Any(j => !j.IsOver) || !Uploading.TryAdd(user.Id, 0))
            return Problems.Conflict("import-running", "An import of yours is on its way. Wait for it, or cancel it.");
        try
        {
            var (id, size, refused) = await upload.StoreAsync(user.Id, context, cancellationToken);
            if (refused is not null) return refused;
            if (await jobs.EnqueueAsync(user.Id, new ImportJob(size, duplicates is Copy), new($"import:{user.Id:N}", Open: 1, id), cancellationToken) is null)
            {
                upload.Delete(id);
                return Problems.Conflict("import-running", "An import of yours is on its way. Wait for it, or cancel it.");
            }

            await audit.RecordAsync(AuditEntry.On(AuditActions.ImportStarted, "import", id) with { After = new { size, duplicates } }, cancellationToken);
            return TypedResults.Created($"/api/v1/imports/{id}", ImportResponse.Of((await jobs.FindAsync<ImportJob>(user.Id, id, cancellationToken))!));
        }
        finally
        {
            Uploading.TryRemove(user.Id, out _);
        }
    }

    private static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> GetImport(Guid id, JobQueue jobs, CurrentUser user, CancellationToken cancellationToken) =>
        await jobs.FindAsync<ImportJob>(user.Id, id, cancellationToken) is { } job ? TypedResults.Ok(ImportResponse.Of(job)) : Problems.NotFound("import");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteImport(Guid id, JobQueue jobs, TransferFiles files, CurrentUser user, CancellationToken cancellationToken)
    {
        if (!await jobs.CancelAsync<ImportJob>(user.Id, id, cancellationToken) && !await jobs.DeleteAsync<ImportJob>(user.Id, id, cancellationToken)) return Problems.NotFound("import");

        files.Delete(id);
        return TypedResults.NoContent();
    }
}
