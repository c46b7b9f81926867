using System.Text.Json;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>Files of a conversation in an import: they go the way of uploads, before anything is written.</summary>
internal sealed class ImportedFiles(AttachmentStore store, Guid owner, ImportReport report)
{
    private const int MaxFiles = 1000;

    private readonly Dictionary<Guid, NewFile> _byId = [];
    private readonly Dictionary<string, NewFile> _byUrl = new(StringComparer.Ordinal);
    private long _free;

    public async Task PrepareAsync(ExportedConversation from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (from.Attachments.Count == 0 && !from.Messages.Any(m => UrlsOf(m).Any())) return;

        _free = await store.FreeAsync(owner, cancellationToken);
        foreach (var file in from.Attachments)
        {
            if (!_byId.ContainsKey(file.Id) && await MakeAsync(file.Name, file.Data, JsonText.Within(file.CreatedAt, now), cancellationToken) is { } made) _byId[file.Id] = made;
            else report.Lose(Losses.Attachment);
        }

        foreach (var url in from.Messages.SelectMany(UrlsOf).Distinct(StringComparer.Ordinal))
        {
            if (DataUrl.Parse(new MessagePart { Type = MessagePart.FileType, Url = url }) is { } image && await MakeAsync("image", image.Data, now, cancellationToken) is { } made) _byUrl[url] = made;
        }
    }

    public Attachment? Find(Guid id) => _byId.GetValueOrDefault(id)?.Attachment;

    /// <summary>Of an image that came as a <c>data:</c> URL.</summary>
    public Attachment? Find(string url) => _byUrl.GetValueOrDefault(url)?.Attachment;

    public void AddTo(ChatDb db)
    {
        foreach (var file in _byId.Values.Concat(_byUrl.Values)) file.AddTo(db);
        report.Attachments += _byId.Count + _byUrl.Count;
    }

    private async Task<NewFile?> MakeAsync(string? name, ReadOnlyMemory<byte> bytes, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (_byId.Count + _byUrl.Count >= MaxFiles) return null;
        var (made, _) = await store.MakeAsync(owner, new(UploadedFile.Clean(JsonText.Clean(name ?? "")), null, bytes), at, cancellationToken);
        if (made is null || made.Bytes.Length > _free) return null;
        _free -= made.Bytes.Length;
        return made;
    }

    private static IEnumerable<string> UrlsOf(ExportedMessage message) => message.Parts.ValueKind is not JsonValueKind.Array ? []
        : message.Parts.EnumerateArray().Where(p => p.ValueKind is JsonValueKind.Object && p.TryGetProperty("url", out var url) && url.ValueKind is JsonValueKind.String).Select(p => p.GetProperty("url").GetString()!);
}
