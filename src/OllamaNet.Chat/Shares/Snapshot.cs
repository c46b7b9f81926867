using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Shares;

/// <summary>What a link shows: no id of a row, a person or a file is in it.</summary>
/// <param name="Author">Name of who shared it, if he chose so.</param>
/// <param name="Messages">Oldest first.</param>
internal sealed record Snapshot(string? Author, IReadOnlyList<SharedMessage> Messages)
{
    public const int MaxBytes = 16 * 1024 * 1024;

    public static Snapshot Of(IEnumerable<Message> oldestFirst, string? author, bool thinking) =>
        new(author, [.. oldestFirst.Where(m => m.Status is not MessageStatus.Running).Select(m => SharedMessage.Of(m, thinking)).Where(m => m.Parts.Count > 0)]);

    public string ToJson() => JsonSerializer.Serialize(this, SnapshotJson.Default.Snapshot);

    public static Snapshot FromJson(string json) => JsonSerializer.Deserialize(json, SnapshotJson.Default.Snapshot)!;
}

/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
public sealed record SharedMessage(string Role, IReadOnlyList<SharedPart> Parts, string? Model, DateTimeOffset CreatedAt)
{
    internal static SharedMessage Of(Message message, bool thinking) => new(
        message.Role is MessageRole.User ? "user" : "assistant",
        [.. message.Parts.Where(p => thinking || p.Type is not MessagePart.ReasoningType).Select(SharedPart.Of).OfType<SharedPart>()], message.Model, message.CreatedAt);
}

/// <summary>A piece of a shared message: text, thinking, or an image as a <c>data:</c> URL.</summary>
public sealed record SharedPart(string Type)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MediaType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    internal static SharedPart? Of(MessagePart part) => part.Type switch
    {
        MessagePart.TextType or MessagePart.ReasoningType => new(part.Type) { Text = part.Text },
        MessagePart.FileType when DataUrl.Parse(part) is { } image => new(part.Type) { MediaType = image.MediaType, Url = part.Url },
        _ => null,
    };

    internal MessagePart ToPart() => new() { Type = Type, Text = Text, MediaType = MediaType, Url = Url };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Snapshot))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
