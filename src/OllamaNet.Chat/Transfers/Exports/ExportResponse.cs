using System.ComponentModel.DataAnnotations;
using OllamaNet.Platform.Jobs;

namespace OllamaNet.Chat.Transfers.Exports;

/// <param name="ConversationIds">Left out: all of them, but for the trash.</param>
public sealed record CreateExportRequest([Required] ExportFormat? Format, [MaxLength(1000)] IReadOnlyList<Guid>? ConversationIds = null);

/// <param name="Done">Conversations written so far.</param>
/// <param name="Total">Conversations to write; null before the beginning.</param>
/// <param name="Size">Of the file, bytes.</param>
/// <param name="ExpiresAt">Until then the file is there; null as long as it is not.</param>
public sealed record ExportResponse(Guid Id, ExportFormat Format, JobState State, long Done, long? Total, long? Size, DateTimeOffset? ExpiresAt, JobError? Error, DateTimeOffset CreatedAt)
{
    internal static ExportResponse Example { get; } = new(
        new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b30"), ExportFormat.Json, JobState.Done, 214, 214, 1_482_931, new(2026, 11, 21, 9, 30, 0, TimeSpan.Zero), null, new(2026, 11, 20, 9, 29, 55, TimeSpan.Zero));

    internal static ExportResponse Of(JobView job)
    {
        var result = job.ResultAs<ExportResult>();
        return new(job.Id, job.PayloadAs<ExportJob>().Format, job.State, job.Done, job.Total, result?.Size, result?.ExpiresAt, job.Error, job.CreatedAt);
    }
}
