using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>Takes a file from the wire to the disk, whatever its size, without holding it in memory.</summary>
internal sealed class Upload(TransferFiles files, IOptions<TransferOptions> options, TimeProvider time)
{
    public async Task<(Guid Id, long Size, ProblemHttpResult? Refused)> StoreAsync(Guid owner, HttpContext context, CancellationToken cancellationToken)
    {
        var most = options.Value.MaxImportBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
        var id = Guid.CreateVersion7(time.GetUtcNow());
        try
        {
            if (context.Request.ContentLength > most) return (id, 0, TooLarge(most));
            await using var file = new FileStream(files.UploadOf(owner, id), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 * 1024, FileOptions.Asynchronous);
            await context.Request.Body.CopyToAsync(file, cancellationToken);
            if (await MayBeExportAsync(file, cancellationToken)) return (id, file.Length, null);

            Delete(id);
            return (id, 0, Problems.BadRequest("not-an-export", "This is neither JSON nor a zip archive. Choose the file that the export gave you."));
        }
        catch (BadHttpRequestException e) when (e.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            Delete(id);
            return (id, 0, TooLarge(most));
        }
        catch
        {
            Delete(id);
            throw;
        }
    }

    public void Delete(Guid id) => files.Delete(id);

    private static ProblemHttpResult TooLarge(long most) =>
        Problems.Of(StatusCodes.Status413PayloadTooLarge, "file-too-large", FormattableString.Invariant($"Files of up to {most / 1024 / 1024} MB are imported. Split the export, or ask the administrator to allow more."));

    private static async Task<bool> MayBeExportAsync(FileStream file, CancellationToken cancellationToken)
    {
        var head = new byte[256];
        file.Position = 0;
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var text = head.AsSpan(0, read);
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        return text.StartsWith("PK"u8) || text.TrimStart(" \t\r\n"u8) is [(byte)'[' or (byte)'{', ..];
    }
}
