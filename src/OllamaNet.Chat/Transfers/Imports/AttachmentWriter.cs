using System.Text.Unicode;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>Files of an import: what they are is read from their bytes, and only images and text are taken.</summary>
internal sealed class AttachmentWriter(ChatDb db, Guid owner, ImportReport report, DateTimeOffset now)
{
    private const int MaxBytes = 20 * 1024 * 1024;
    private const int MaxFiles = 1000;

    /// <returns>New ids by the file's.</returns>
    public Dictionary<Guid, Guid> Add(IReadOnlyList<ExportedAttachment> attachments)
    {
        Dictionary<Guid, Guid> added = [];
        foreach (var from in attachments)
        {
            if (added.Count >= MaxFiles || from.Data is not { Length: > 0 and <= MaxBytes } bytes || MediaTypeOf(bytes) is not { } mediaType || added.ContainsKey(from.Id))
            {
                report.Lose(Losses.Attachment);
                continue;
            }

            var id = Guid.CreateVersion7(now);
            var isImage = mediaType.StartsWith("image/", StringComparison.Ordinal);
            db.Add(new Attachment
            {
                Id = id,
                OwnerId = owner,
                Name = NameOf(from.Name),
                MediaType = mediaType,
                Size = bytes.Length,
                Width = isImage ? from.Width : null,
                Height = isImage ? from.Height : null,
                CreatedAt = JsonText.Within(from.CreatedAt, now),
            });
            db.Add(new AttachmentContent { AttachmentId = id, Bytes = bytes });
            added[from.Id] = id;
            report.Attachments++;
        }

        return added;
    }

    private static string NameOf(string? name)
    {
        var text = JsonText.Clean(name ?? "").Replace('\\', '/');
        return JsonText.Cut(text[(text.LastIndexOf('/') + 1)..], AttachmentConfiguration.NameLength) is { Length: > 0 } known ? known : "file";
    }

    private static string? MediaTypeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8 && bytes[0] == 0x89 && bytes[1..].StartsWith("PNG\r\n"u8)) return "image/png";
        if (bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) return "image/jpeg";
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return "image/gif";
        if (bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return "image/webp";
        return !bytes.Contains((byte)0) && Utf8.IsValid(bytes) ? "text/plain" : null;
    }
}
