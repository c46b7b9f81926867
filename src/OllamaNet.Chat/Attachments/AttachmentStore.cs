using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Images;

namespace OllamaNet.Chat.Attachments;

/// <summary>Takes files in: looks what they are, cleans what is an image, and stores them under an id of ours.</summary>
internal sealed class AttachmentStore(ChatDb db, ImageCleaner cleaner, TimeProvider time, IOptions<AttachmentOptions> options)
{
    public const string TextType = "text/plain";

    /// <summary>No names that end so are text, whatever is in them.</summary>
    private static readonly HashSet<string> ImageExtensions = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".svgz", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".ico", ".jxl" };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async Task<(Attachment?, ProblemHttpResult?)> AddAsync(Guid owner, UploadedFile file, CancellationToken cancellationToken)
    {
        if (file.Bytes.Length > await FreeAsync(owner, cancellationToken)) return (null, Full());
        var (made, problem) = await MakeAsync(owner, file, time.GetUtcNow(), cancellationToken);
        if (made is null) return (null, problem);

        // Looked at again, one file of an owner at a time: many at once would each see the same room.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"chat.attachments " + owner.ToString("N")}, 0))", cancellationToken);
        if (made.Attachment.Size > await FreeAsync(owner, cancellationToken)) return (null, Full());
        made.AddTo(db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Whoever asked with an image reads the answer long after: its bytes need not wait for that.
        foreach (var content in db.ChangeTracker.Entries<AttachmentContent>().ToList()) content.State = EntityState.Detached;
        return (made.Attachment, null);
    }

    /// <summary>What this owner may still store, bytes.</summary>
    public async Task<long> FreeAsync(Guid owner, CancellationToken cancellationToken) =>
        options.Value.MaxUserBytes - await db.Attachments.Where(a => a.OwnerId == owner).SumAsync(a => (long)a.Size, cancellationToken);

    public static ProblemHttpResult Full() => Problems.Conflict("files-full", "Your files take all the space you have. Delete conversations with files that are not needed any more.");

    /// <summary>The rows of a file, as it may be stored; the caller stores them.</summary>
    public async Task<(NewFile?, ProblemHttpResult?)> MakeAsync(Guid owner, UploadedFile file, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (file.Bytes.IsEmpty) return (null, Problems.BadRequest("file-empty", "The file is empty."));

        var saysImage = ImageExtensions.Contains(Path.GetExtension(file.Name)) || file.ClaimedType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) is true;
        return ImageHeader.Read(file.Bytes.Span) is { } header ? await MakeImageAsync(owner, file, header, at, cancellationToken)
            : saysImage ? (null, ImageProblems.NotAnImage())
            : MakeText(owner, file, at);
    }

    private async Task<(NewFile?, ProblemHttpResult?)> MakeImageAsync(Guid owner, UploadedFile file, ImageHeader header, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        if (!cleaner.IsInstalled) return (null, ImageProblems.Unavailable());
        if (file.Bytes.Length > limits.MaxImageBytes) return (null, Problems.Of(413, "file-too-large", $"An image has at most {limits.MaxImageBytes / 1024} KB."));
        if (header.Pixels > limits.MaxImagePixels) return (null, ImageProblems.TooLarge(header, limits.MaxImagePixels));

        return await cleaner.CleanAsync(file.Bytes, header, limits.ImageSide, cancellationToken) is { } clean
            ? (NewFile.Of(owner, file.Name, clean.MediaType, clean.Bytes, clean, at), null)
            : (null, ImageProblems.Unreadable());
    }

    private (NewFile?, ProblemHttpResult?) MakeText(Guid owner, UploadedFile file, DateTimeOffset at)
    {
        if (file.Bytes.Length > options.Value.MaxTextBytes) return (null, Problems.Of(413, "file-too-large", $"A text file has at most {options.Value.MaxTextBytes / 1024} KB."));
        return IsText(file.Bytes.Span)
            ? (NewFile.Of(owner, file.Name, TextType, file.Bytes.ToArray(), null, at), null)
            : (null, Problems.BadRequest("unsupported-file", "Only images (PNG, JPEG, WebP, GIF) and text files in UTF-8 are taken."));
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0)) return false;
        try
        {
            return Strict.GetCharCount(bytes) > 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
