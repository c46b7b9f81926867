using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Transfers.Exports;

/// <summary>Writes the complete form, conversation by conversation: the largest conversation is what it needs of memory.</summary>
internal sealed class JsonExport(Stream stream, DateTimeOffset now) : IAsyncDisposable
{
    private readonly Utf8JsonWriter _writer = new(stream, new() { Indented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Folders, tags and presets of the owner, and the beginning of the list of conversations.</summary>
    /// <param name="only">Leaves out what this conversation does not use.</param>
    public async Task BeginAsync(ChatDb db, Guid owner, ExportedConversation? only, CancellationToken cancellationToken)
    {
        var presets = await db.Presets.Where(p => p.OwnerId == owner).OrderBy(p => p.Id)
            .Select(p => new ExportedPreset(p.Id, p.Name, p.Description, p.Model, p.SystemPrompt, p.Options)).ToListAsync(cancellationToken);
        var folders = await db.Folders.Where(f => f.OwnerId == owner).OrderBy(f => f.Id)
            .Select(f => new ExportedFolder(f.Id, f.ParentId, f.Name, f.Colour, f.Icon, f.SystemPrompt, f.PresetId)).ToListAsync(cancellationToken);
        var tags = await db.Tags.Where(t => t.OwnerId == owner).OrderBy(t => t.Id).Select(t => new ExportedTag(t.Id, t.Name, t.Colour)).ToListAsync(cancellationToken);
        if (only is not null)
        {
            tags.RemoveAll(t => !only.Tags.Contains(t.Id));
            folders = Ancestors(folders, only.FolderId);
            presets.RemoveAll(p => p.Id != only.PresetId && folders.TrueForAll(f => f.PresetId != p.Id) && !only.Messages.Any(m => m.Settings?.PresetId == p.Id));
        }

        _writer.WriteStartObject();
        _writer.WriteString("format", TransferDocument.Format);
        _writer.WriteNumber("version", TransferDocument.Version);
        _writer.WriteString("exportedAt", now);
        List("presets", presets, TransferJson.Default.ExportedPreset);
        List("folders", folders, TransferJson.Default.ExportedFolder);
        List("tags", tags, TransferJson.Default.ExportedTag);
        _writer.WriteStartArray("conversations");
    }

    public async Task WriteAsync(ExportedConversation conversation, CancellationToken cancellationToken)
    {
        JsonSerializer.Serialize(_writer, conversation, TransferJson.Default.ExportedConversation);
        await _writer.FlushAsync(cancellationToken);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _writer.WriteEndArray();
        _writer.WriteEndObject();
        await _writer.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static List<ExportedFolder> Ancestors(List<ExportedFolder> folders, Guid? folder)
    {
        List<ExportedFolder> path = [];
        while (folders.Find(f => f.Id == folder && !path.Contains(f)) is { } found)
        {
            path.Insert(0, found);
            folder = found.ParentId;
        }

        return path;
    }

    private void List<T>(string name, List<T> items, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        _writer.WriteStartArray(name);
        foreach (var item in items) JsonSerializer.Serialize(_writer, item, type);
        _writer.WriteEndArray();
    }
}
