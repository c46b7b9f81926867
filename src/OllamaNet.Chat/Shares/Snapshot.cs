using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Shares;

/// <summary>What a link shows: no id of a row, a person or a file is in it.</summary>
/// <param name="Author">Name of who shared it, if he chose so.</param>
/// <param name="Messages">Oldest first.</param>
/// <param name="Omitted">How many came before them and are not shown.</param>
internal sealed record Snapshot(string? Author, IReadOnlyList<SharedMessage> Messages, int Omitted = 0)
{
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <param name="files">Contents of the files that the messages name.</param>
    public static Snapshot Of(IEnumerable<Message> oldestFirst, string? author, bool thinking, IReadOnlyDictionary<Guid, byte[]> files) =>
        new(author, [.. oldestFirst.Where(m => m.Status is not MessageStatus.Running).Select(m => SharedMessage.Of(m, thinking, files)).Where(m => m.Parts.Count > 0)]);

    public string ToJson() => JsonSerializer.Serialize(this, SnapshotJson.Default.Snapshot);

    public static Snapshot FromJson(string json) => JsonSerializer.Deserialize(json, SnapshotJson.Default.Snapshot)!;
}

/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
public sealed record SharedMessage(string Role, IReadOnlyList<SharedPart> Parts, string? Model, DateTimeOffset CreatedAt)
{
    internal static SharedMessage Of(Message message, bool thinking, IReadOnlyDictionary<Guid, byte[]> files) => new(
        message.Role is MessageRole.User ? "user" : "assistant",
        [.. message.Parts.Where(p => thinking || p.Type is not MessagePart.ReasoningType).Select(p => SharedPart.Of(p, files)).OfType<SharedPart>()], message.Model, message.CreatedAt);
}

/// <summary>A piece of a shared message: text, thinking, a source, or a file: an image as a <c>data:</c> URL, a text file with its text.</summary>
public sealed record SharedPart(string Type)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MediaType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>Of an uploaded file, as its owner named it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Pixels, for images.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Width { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Height { get; init; }

    /// <summary>The number of a source: what <c>[1]</c> in the text means.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SourceId { get; init; }

    /// <summary>Of a source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    internal static SharedPart? Of(MessagePart part, IReadOnlyDictionary<Guid, byte[]> files) => part.Type switch
    {
        MessagePart.FileType when part.AttachmentId is { } id => files.TryGetValue(id, out var bytes) ? OfFile(part, bytes) : null,
        MessagePart.TextType or MessagePart.ReasoningType => new(part.Type) { Text = part.Text },
        MessagePart.FileType when DataUrl.Parse(part) is { } image => new(part.Type) { MediaType = image.MediaType, Url = part.Url },
        MessagePart.SourceType => new(part.Type) { SourceId = part.SourceId, Url = part.Url, Title = part.Title },
        _ => null,
    };

    /// <summary>What was uploaded, as it may be stored for somebody else; null for any other piece.</summary>
    internal NewFile? ToFile(Guid owner, DateTimeOffset at)
    {
        if (Type is not MessagePart.FileType || Name is null) return null;
        if (Text is not null) return NewFile.Of(owner, Name, AttachmentStore.TextType, Encoding.UTF8.GetBytes(Text), null, at);
        return DataUrl.Parse(Url) is { } image ? NewFile.Of(owner, Name, image.MediaType, image.Data.ToArray(), new([], image.MediaType, Width ?? 0, Height ?? 0), at) : null;
    }

    private static SharedPart OfFile(MessagePart part, byte[] bytes) => new(part.Type)
    {
        MediaType = part.MediaType,
        Name = part.Name,
        Width = part.Width,
        Height = part.Height,
        Text = part.IsImage ? null : Encoding.UTF8.GetString(bytes),
        Url = part.IsImage ? DataUrl.Of(part.MediaType!, bytes) : null,
    };

    internal MessagePart ToPart() => new() { Type = Type, Text = Text, MediaType = MediaType, Url = Url, SourceId = SourceId, Title = Title };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Snapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
