using System.Globalization;
using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Jobs;

namespace OllamaNet.Chat.Transfers.Exports;

/// <param name="ConversationIds">Null: all of the owner's.</param>
internal sealed record ExportJob(ExportFormat Format, IReadOnlyList<Guid>? ConversationIds);

/// <param name="Fence">Which attempt's file it is.</param>
internal sealed record ExportResult(int Conversations, long Size, long Fence, DateTimeOffset ExpiresAt);

/// <summary>Writes an archive conversation by conversation into a file of its own; a later attempt begins another.</summary>
internal sealed class ExportHandler(ChatDb db, ConversationReader reader, TransferFiles files, IOptions<TransferOptions> options, TimeProvider time) : IJobHandler<ExportJob>
{
    public async Task RunAsync(JobContext<ExportJob> job, CancellationToken cancellationToken)
    {
        files.Delete(job.Id); // what earlier attempts left
        var ids = await IdsAsync(job, cancellationToken);
        var path = files.ResultOf(job.OwnerId, job.Id, job.Fence);
        try
        {
            var written = 0;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
            await using (var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
                written = job.Payload.Format is ExportFormat.Json ? await WriteJsonAsync(job, zip, ids, cancellationToken) : await WritePagesAsync(job, zip, ids, cancellationToken);
            job.Result = new ExportResult(written, new FileInfo(path).Length, job.Fence, time.GetUtcNow().AddHours(options.Value.KeepHours));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task<List<Guid>> IdsAsync(JobContext<ExportJob> job, CancellationToken cancellationToken)
    {
        var mine = db.Conversations.Where(c => c.OwnerId == job.OwnerId);
        if (job.Payload.ConversationIds is { } chosen) mine = mine.Where(c => chosen.Contains(c.Id));
        return await mine.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);
    }

    private async Task<int> WriteJsonAsync(JobContext<ExportJob> job, ZipArchive zip, List<Guid> ids, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(TransferDocument.FileName).OpenAsync(cancellationToken);
        await using var json = new JsonExport(entry, time.GetUtcNow());
        await json.BeginAsync(db, job.OwnerId, only: null, cancellationToken);
        var written = await EachAsync(job, ids, (conversation, _) => json.WriteAsync(conversation, cancellationToken), cancellationToken);
        await json.EndAsync(cancellationToken);
        return written;
    }

    private Task<int> WritePagesAsync(JobContext<ExportJob> job, ZipArchive zip, List<Guid> ids, CancellationToken cancellationToken) =>
        EachAsync(job, ids, async (conversation, number) =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{number:D4}-{ExportNames.Slug(conversation.Title)}{ExportNames.Extension(job.Payload.Format)}");
            await using var entry = new StreamWriter(await zip.CreateEntry(name).OpenAsync(cancellationToken));
            await entry.WriteAsync((job.Payload.Format is ExportFormat.Html ? HtmlExport.Of(conversation) : MarkdownExport.Of(conversation)).AsMemory(), cancellationToken);
        }, cancellationToken);

    private async Task<int> EachAsync(JobContext<ExportJob> job, List<Guid> ids, Func<ExportedConversation, int, Task> writeAsync, CancellationToken cancellationToken)
    {
        var written = 0;
        for (var i = 0; i < ids.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await reader.ReadAsync(job.OwnerId, ids[i], cancellationToken) is { } conversation) await writeAsync(conversation, ++written);
            await job.ReportAsync(i + 1, ids.Count, cancellationToken);
        }

        return written;
    }
}
