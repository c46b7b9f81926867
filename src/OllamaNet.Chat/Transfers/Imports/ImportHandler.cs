using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Notes;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Transfers.Imports;

/// <param name="Size">Of what was uploaded, bytes.</param>
/// <param name="TakeDuplicates">Take what was imported before once more.</param>
internal sealed record ImportJob(long Size, bool TakeDuplicates);

/// <summary>
/// Reads an upload conversation by conversation, each in a transaction of its own that fails when the job is another process's. One that begins again
/// after a crash knows what it took before.
/// </summary>
internal sealed class ImportHandler(
    ChatDb db, TransferFiles files, AttachmentStore store, IOptions<TransferOptions> options, Changes changes, TimeProvider time, ILogger<ImportHandler> logger) : IJobHandler<ImportJob>
{
    /// <summary>Nodes of another program's tree for each message that may be taken: tools, settings and thoughts are nodes too.</summary>
    private const int NodesPerMessage = 5;

    private readonly ImportReport _report = new();

    // How often the file brought a conversation, as often as it was taken.
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private Surroundings _surroundings = null!;

    public async Task RunAsync(JobContext<ImportJob> job, CancellationToken cancellationToken)
    {
        job.Result = _report;
        _surroundings = new(db, job.OwnerId, time, _report);
        try
        {
            await TakeAllAsync(job, cancellationToken);
        }
        catch (JobFailedException)
        {
            files.Delete(job.Id);
            throw;
        }
        finally
        {
            changes.Publish(job.OwnerId, ChangeKinds.Conversation);
            if (_report.Folders > 0) changes.Publish(job.OwnerId, ChangeKinds.Folder);
            if (_report.Tags > 0) changes.Publish(job.OwnerId, ChangeKinds.Tag);
        }

        files.Delete(job.Id);
        var skipped = _report.Found - _report.Imported;
        logger.ImportEnded(job.Id, _report.Imported, skipped);
    }

    private async Task TakeAllAsync(JobContext<ImportJob> job, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = Open(job.OwnerId, job.Id);
            if (await ImportArchive.IsZipAsync(file, cancellationToken))
            {
                await foreach (var json in new ImportArchive(options.Value).ReadAsync(file, cancellationToken)) await ReadAsync(job, file, json, cancellationToken);
            }
            else
            {
                await ReadAsync(job, file, file, cancellationToken);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new JobFailedException("broken-file", "The file is damaged: it cannot be read to its end. What came before that was imported.");
        }

        if (_report.Source is null) throw new JobFailedException("unknown-format", "This is no export of OllamaNet, ChatGPT or Open WebUI.");
    }

    private FileStream Open(Guid owner, Guid job)
    {
        try
        {
            return new FileStream(files.UploadOf(owner, job), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 128 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (FileNotFoundException)
        {
            throw new JobFailedException("upload-gone", "The uploaded file is not there any more. Upload it again.");
        }
    }

    private async Task ReadAsync(JobContext<ImportJob> job, FileStream file, Stream json, CancellationToken cancellationToken)
    {
        await foreach (var piece in new JsonPieces(json, options.Value.MaxConversationBytes).ReadAsync(cancellationToken))
        {
            using var document = piece.Value;
            cancellationToken.ThrowIfCancellationRequested();
            await (piece.List switch
            {
                "" => TakeForeignAsync(job, document, cancellationToken),
                "conversations" when _report.Source == TransferDocument.Format => TakeOwnAsync(job, document, cancellationToken),
                _ => AroundAsync(job, piece.List, document, cancellationToken),
            });
            await job.ReportAsync(file.Position, file.Length, cancellationToken);
        }

        _surroundings.EndFolders();
    }

    /// <summary>What is beside the conversations of an own export.</summary>
    private async Task AroundAsync(JobContext<ImportJob> job, string list, JsonDocument? document, CancellationToken cancellationToken)
    {
        if (document is null) return;
        var value = document.RootElement;
        if (list == "format") _report.Source = value.AsText() == TransferDocument.Format ? TransferDocument.Format : throw new JobFailedException("unknown-format", "This is no export of OllamaNet, ChatGPT or Open WebUI.");
        if (_report.Source is not TransferDocument.Format) return;
        if (list == "version" && (!value.TryGetInt32(out var version) || version > TransferDocument.Version)) throw new JobFailedException("newer-format", "This export was made by a newer OllamaNet. Update this one, then import it again.");
        if (list is not ("presets" or "folders" or "tags")) return;

        try
        {
            await InTransactionAsync(job, () => list switch
            {
                "presets" => _surroundings.AddAsync(value.Deserialize(TransferJson.Default.ExportedPreset) ?? throw new JsonException(), cancellationToken),
                "folders" => _surroundings.AddAsync(value.Deserialize(TransferJson.Default.ExportedFolder) ?? throw new JsonException(), cancellationToken),
                _ => _surroundings.AddAsync(value.Deserialize(TransferJson.Default.ExportedTag) ?? throw new JsonException(), cancellationToken),
            }, cancellationToken);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            _report.Lose(list[..^1]);
        }
    }

    private async Task TakeOwnAsync(JobContext<ImportJob> job, JsonDocument? document, CancellationToken cancellationToken)
    {
        _report.Found++;
        string? title = null;
        try
        {
            if (document is null) _report.Skip(null, Skips.TooLarge);
            else
            {
                title = document.RootElement.TextOf("title");
                if (TooMany(document.RootElement) is { } reason)
                {
                    _report.Skip(title, reason);
                    return;
                }

                var conversation = document.RootElement.Deserialize(TransferJson.Default.ExportedConversation);
                if (conversation?.IsWhole() is not true) throw new JsonException();
                await TakeAsync(job, conversation, TransferDocument.Format, conversation.Id.ToString("N"), cancellationToken);
            }
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            _report.Skip(title, Skips.Unreadable);
        }
    }

    private async Task TakeForeignAsync(JobContext<ImportJob> job, JsonDocument? document, CancellationToken cancellationToken)
    {
        _report.Found++;
        string? title = null;
        try
        {
            if (document is null)
            {
                _report.Skip(null, Skips.TooLarge);
                return;
            }

            var item = document.RootElement;
            title = item.TextOf("title");
            var source = ChatGptReader.Nodes(item) is not null ? "chatgpt" : OpenWebUiReader.Nodes(item) is not null ? "open-webui" : null;
            if (source is null)
            {
                _report.Skip(title, Skips.UnknownForm);
                return;
            }

            _report.Source ??= source;
            if ((ChatGptReader.Nodes(item) ?? OpenWebUiReader.Nodes(item))!.Value.GetPropertyCount() > (long)NodesPerMessage * options.Value.MaxMessages)
            {
                _report.Skip(title, Skips.TooManyMessages);
                return;
            }

            var read = source == "chatgpt" ? ChatGptReader.Read(item, time.GetUtcNow()) : OpenWebUiReader.Read(item, time.GetUtcNow());
            if (read.Conversation.Messages.Count == 0) _report.Skip(title, Skips.Empty);
            else if (await TakeAsync(job, read.Conversation, source, read.SourceId ?? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(item.GetRawText()))), cancellationToken))
            {
                foreach (var (what, count) in read.Lost) _report.Lose(what, count);
            }
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            _report.Skip(title, Skips.Unreadable);
        }
    }

    /// <summary>Counted before anything is made of it: an empty message takes three bytes of the file and hundreds of memory.</summary>
    private string? TooMany(JsonElement conversation)
    {
        if (Count("messages") > options.Value.MaxMessages) return Skips.TooManyMessages;
        return ((string[])["tags", "attachments", "notes", "feedback", "summaries"]).Any(list => Count(list) > Math.Max(options.Value.MaxMessages, NoteLimits.PerConversation)) ? Skips.TooLarge : null;

        int Count(string list) => conversation.Member(list) is { ValueKind: JsonValueKind.Array } items ? items.GetArrayLength() : 0;
    }

    private async Task<bool> TakeAsync(JobContext<ImportJob> job, ExportedConversation conversation, string form, string id, CancellationToken cancellationToken)
    {
        if (_report.Found > options.Value.MaxConversations)
        {
            _report.Skip(conversation.Title, Skips.TooManyConversations);
            return false;
        }

        var source = SHA256.HashData(Encoding.UTF8.GetBytes($"{form}:{id}"));
        var key = Convert.ToHexString(source);
        var times = _taken.GetValueOrDefault(key);
        var known = await FindAsync(job.OwnerId, source, cancellationToken);
        if (times == 0 && known?.JobId == job.Id) return TakenBefore(key);

        var isHere = known is not null || (form == TransferDocument.Format && await db.Conversations.IgnoreQueryFilters().AnyAsync(c => c.Id == conversation.Id && c.OwnerId == job.OwnerId, cancellationToken));
        if (isHere && !job.Payload.TakeDuplicates)
        {
            _report.Skip(conversation.Title, Skips.Duplicate);
            return false;
        }

        if (known is not null)
        {
            // A copy has a row of its own: it is found again by an attempt that follows, and stays known as imported.
            source = SHA256.HashData(Encoding.UTF8.GetBytes($"{key}:{job.Id:N}:{JsonText.Number(times)}"));
            if (await FindAsync(job.OwnerId, source, cancellationToken) is not null) return TakenBefore(key);
        }

        string? skip = null;
        var before = (_report.Messages, _report.Notes, _report.Attachments);
        var attached = new ImportedFiles(store, job.OwnerId, _report);
        await attached.PrepareAsync(conversation, time.GetUtcNow(), cancellationToken);
        await InTransactionAsync(job, async () =>
        {
            var writer = new ConversationWriter(db, job.OwnerId, _surroundings, attached, options.Value, time, _report);
            (var taken, skip) = await writer.AddAsync(conversation, cancellationToken);
            if (taken is not { } added) db.ChangeTracker.Clear();
            else db.Add(new ImportedConversation { OwnerId = job.OwnerId, Source = source, ConversationId = added, JobId = job.Id });
        }, cancellationToken);
        if (skip is null)
        {
            _taken[key] = times + 1;
            _report.Imported++;
            return true;
        }

        (_report.Messages, _report.Notes, _report.Attachments) = before;
        _report.Skip(conversation.Title, skip);
        return false;
    }

    private Task<ImportedConversation?> FindAsync(Guid owner, byte[] source, CancellationToken cancellationToken) =>
        db.Set<ImportedConversation>().AsNoTracking().FirstOrDefaultAsync(i => i.OwnerId == owner && i.Source == source, cancellationToken);

    /// <summary>By an attempt before this one.</summary>
    private bool TakenBefore(string key)
    {
        _taken[key] = _taken.GetValueOrDefault(key) + 1;
        _report.Imported++;
        return false;
    }

    /// <summary>Writes only while the job is this process's.</summary>
    private async Task InTransactionAsync(JobContext<ImportJob> job, Func<Task> addAsync, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await job.HoldAsync(transaction.GetDbTransaction(), cancellationToken);
            await addAsync();
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>What is in the file is to blame, not the database: its own word for that is class 22, data exceptions.</summary>
    private static bool IsUnreadable(Exception exception) => exception is JsonException or InvalidOperationException { InnerException: null or FormatException } or FormatException or ArgumentException
        or DbUpdateException { InnerException: PostgresException { SqlState: ['2', '2', ..] } };
}
