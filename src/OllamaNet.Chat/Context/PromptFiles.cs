using System.Text;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>The files of a prompt: texts are read before it is counted, images only of the messages that go to the model.</summary>
internal sealed class PromptFiles(AttachmentReader reader, Guid owner)
{
    private readonly Dictionary<Guid, string> _texts = [];
    private readonly Dictionary<ImageContent, Guid> _images = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Guid> _unread = [];

    /// <summary>Reads the text files of the newest messages, up to about so many bytes, and of the pinned ones.</summary>
    public async Task ReadTextsAsync(IReadOnlyList<MessagePart>? question, StoredBranch branch, long bytes, CancellationToken cancellationToken)
    {
        HashSet<Guid> wanted = [];
        long total = 0;
        Want(question);
        foreach (var message in branch.Messages.Reverse())
        {
            var size = SizeOf(message.Parts);
            if (size == 0) continue;
            if (message.Pinned || total == 0 || total + size <= bytes)
            {
                Want(message.Parts);
                _unread.Remove(message.Id);
            }
            else _unread.Add(message.Id);
        }

        foreach (var (id, text) in await reader.ReadAsync(owner, wanted, cancellationToken)) _texts[id] = Encoding.UTF8.GetString(text).TrimStart('\uFEFF');

        void Want(IReadOnlyList<MessagePart>? parts)
        {
            foreach (var part in TextsOf(parts)) if (!_texts.ContainsKey(part.AttachmentId!.Value)) wanted.Add(part.AttachmentId.Value);
            total += SizeOf(parts);
        }
    }

    /// <summary>Its text files are more than there was to be read: as if the message were too old.</summary>
    public bool IsUnread(Guid message) => _unread.Contains(message);

    /// <summary>Null for a file that is gone.</summary>
    public string? TextOf(Guid id) => _texts.GetValueOrDefault(id);

    /// <summary>Stands for the image until <see cref="WithImagesAsync"/>.</summary>
    public ImageContent ImageOf(MessagePart part)
    {
        var image = new ImageContent(part.MediaType!, default);
        _images[image] = part.AttachmentId!.Value;
        return image;
    }

    public async Task<IReadOnlyList<ChatMessage>> WithImagesAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        HashSet<Guid> wanted = [.. messages.SelectMany(m => m.Images).Where(_images.ContainsKey).Select(i => _images[i])];
        if (wanted.Count == 0) return messages;

        var found = await reader.ReadAsync(owner, wanted, cancellationToken);
        return [.. messages.Select(m => m.Images.Any(_images.ContainsKey) ? m with { Images = [.. m.Images.Select(Filled).OfType<ImageContent>()] } : m)];

        ImageContent? Filled(ImageContent image) => !_images.TryGetValue(image, out var id) ? image : found.TryGetValue(id, out var bytes) ? image with { Data = bytes } : null;
    }

    private static IEnumerable<MessagePart> TextsOf(IReadOnlyList<MessagePart>? parts) => parts?.Where(p => p.AttachmentId is not null && !p.IsImage) ?? [];

    private static long SizeOf(IReadOnlyList<MessagePart>? parts) => TextsOf(parts).Sum(p => (long)(p.Size ?? 0));
}
