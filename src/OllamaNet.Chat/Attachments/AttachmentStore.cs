using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Http;

namespace OllamaNet.Chat.Attachments;

/// <summary>Takes files in: looks what they are, cleans what is an image, and stores them under an id of ours.</summary>
internal sealed class AttachmentStore(ChatDb db, ImageCleaner cleaner, TimeProvider time, IOptions<AttachmentOptions> options)
{
    public const string TextType = "text/plain";

    private static readonly HashSet<string> ImageExtensions = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".svgz", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".ico", ".jxl" };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async Task<(Attachment?, ProblemHttpResult?)> AddAsync(Guid owner, UploadedFile file, CancellationToken cancellationToken)
    {
        if (file.Bytes.IsEmpty) return (null, Problems.BadRequest("file-empty", "The file is empty."));

        // Shared over processes, and a sum: somebody who uploads twice at once may go over it by one file.
        var taken = await db.Attachments.Where(a => a.OwnerId == owner).SumAsync(a => (long)a.Size, cancellationToken);
        if (taken + file.Bytes.Length > options.Value.MaxUserBytes) return (null, Problems.Conflict("files-full", "Your files take all the space you have. Delete conversations with files that are not needed any more."));

        var saysImage = ImageExtensions.Contains(Path.GetExtension(file.Name)) || file.ClaimedType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) is true;
        return ImageHeader.Read(file.Bytes.Span) is { } header ? await AddImageAsync(owner, file, header, cancellationToken)
            : saysImage ? (null, Problems.BadRequest("not-an-image", "This is no PNG, JPEG, WebP or GIF, whatever its name says, or it is cut off."))
            : await AddTextAsync(owner, file, cancellationToken);
    }

    private async Task<(Attachment?, ProblemHttpResult?)> AddImageAsync(Guid owner, UploadedFile file, ImageHeader header, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        if (!ImageCleaner.IsInstalled) return (null, Problems.Unavailable("images-unavailable", "This server takes no images: libvips is not installed on it. An administrator can put that right, 'ollamanet doctor' says how."));
        if (file.Bytes.Length > limits.MaxImageBytes) return (null, Problems.Of(413, "file-too-large", $"An image has at most {limits.MaxImageBytes / 1024} KB."));
        if (header.Pixels > limits.MaxImagePixels) return (null, Problems.BadRequest("image-too-large", $"The image has {header.Width} × {header.Height} pixels; {limits.MaxImagePixels / 1_000_000.0:0.##} million are the most."));

        return await cleaner.CleanAsync(file.Bytes, header, cancellationToken) is { } clean
            ? (await StoreAsync(owner, file.Name, clean.MediaType, clean.Bytes, clean, cancellationToken), null)
            : (null, Problems.BadRequest("image-unreadable", "The image cannot be read: it is damaged or cut off."));
    }

    private async Task<(Attachment?, ProblemHttpResult?)> AddTextAsync(Guid owner, UploadedFile file, CancellationToken cancellationToken)
    {
        if (file.Bytes.Length > options.Value.MaxTextBytes) return (null, Problems.Of(413, "file-too-large", $"A text file has at most {options.Value.MaxTextBytes / 1024} KB."));
        return IsText(file.Bytes.Span)
            ? (await StoreAsync(owner, file.Name, TextType, file.Bytes.ToArray(), null, cancellationToken), null)
            : (null, Problems.BadRequest("unsupported-file", "Only images (PNG, JPEG, WebP, GIF) and text files in UTF-8 are taken."));
    }

    private async Task<Attachment> StoreAsync(Guid owner, string name, string mediaType, byte[] bytes, CleanImage? image, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attachment = new Attachment
        {
            Id = Guid.CreateVersion7(now),
            OwnerId = owner,
            Name = name,
            MediaType = mediaType,
            Size = bytes.Length,
            Width = image?.Width,
            Height = image?.Height,
            CreatedAt = now,
        };
        db.AddRange(attachment, new AttachmentContent { AttachmentId = attachment.Id, Bytes = bytes });
        await db.SaveChangesAsync(cancellationToken);
        return attachment;
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

    /// <summary>Files that were uploaded before and go with no message, nor with one that may be brought back.</summary>
    public static Task<int> DeleteUnusedAsync(ChatDb db, DateTimeOffset before, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync($"""
        DELETE FROM chat.attachments a WHERE a.created_at < {before} AND NOT EXISTS (SELECT FROM chat.message_attachments m WHERE m.attachment_id = a.id)
          AND NOT EXISTS (SELECT FROM chat.removed_rows r WHERE r.source = 'message_attachments' AND (r.row ->> 'attachment_id')::uuid = a.id)
        """, cancellationToken);
}
