using OllamaNet.Chat.Data;
using OllamaNet.Platform.Images;

namespace OllamaNet.Chat.Attachments;

/// <summary>The two rows of a file that is not stored yet.</summary>
internal sealed record NewFile(Attachment Attachment, byte[] Bytes)
{
    public static NewFile Of(Guid owner, string name, string mediaType, byte[] bytes, CleanImage? image, DateTimeOffset at) => new(
        new()
        {
            Id = Guid.CreateVersion7(at),
            OwnerId = owner,
            Name = name,
            MediaType = mediaType,
            Size = bytes.Length,
            Width = image?.Width,
            Height = image?.Height,
            CreatedAt = at,
        }, bytes);

    public void AddTo(ChatDb db) => db.AddRange(Attachment, new AttachmentContent { AttachmentId = Attachment.Id, Bytes = Bytes });
}
