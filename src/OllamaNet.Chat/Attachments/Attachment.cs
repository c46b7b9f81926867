namespace OllamaNet.Chat.Attachments;

/// <summary>A file that goes with questions. Its bytes are in a row of their own, so that lists do not read them. Without a message it is deleted after a day.</summary>
internal sealed class Attachment
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>As the user named it; shown, never used as a path.</summary>
    public required string Name { get; init; }

    /// <summary>As found in the bytes, not as the client said.</summary>
    public required string MediaType { get; init; }

    public required int Size { get; init; }

    /// <summary>Pixels, for images.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class AttachmentContent
{
    public required Guid AttachmentId { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>A message uses an attachment; a fork of it uses the same.</summary>
internal sealed class MessageAttachment
{
    public required Guid MessageId { get; init; }

    public required Guid AttachmentId { get; init; }
}
