using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Transfers;

/// <summary>The form of OllamaNet's own exports: what is around the conversations. In the file these come first, in this order, and the conversations last.</summary>
internal static class TransferDocument
{
    public const string Format = "ollamanet";
    public const int Version = 1;
    public const string FileName = "ollamanet.json";
}

internal sealed record ExportedFolder(Guid Id, Guid? ParentId, string Name, string? Colour, string? Icon, string? SystemPrompt, Guid? PresetId);

internal sealed record ExportedTag(Guid Id, string Name, string? Colour);

internal sealed record ExportedPreset(Guid Id, string Name, string? Description, string? Model, string? SystemPrompt, AnswerOptions? Options);

/// <remarks>Set, not init: the serialiser's generated code gives an init property that is missing null, whatever its initialiser says.</remarks>
internal sealed record ExportedConversation
{
    public Guid Id { get; set; }

    public string? Title { get; set; }

    public string? Model { get; set; }

    public Guid? ActiveLeafId { get; set; }

    public Guid? FolderId { get; set; }

    public Guid? PresetId { get; set; }

    public string? SystemPrompt { get; set; }

    public AnswerOptions? Options { get; set; }

    public DateTimeOffset? PinnedAt { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public IReadOnlyList<Guid> Tags { get; set; } = [];

    /// <summary>Names of tags, from files that know no others.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> TagNames { get; set; } = [];

    public IReadOnlyList<ExportedAttachment> Attachments { get; set; } = [];

    /// <summary>Every branch, oldest first.</summary>
    public IReadOnlyList<ExportedMessage> Messages { get; set; } = [];

    public IReadOnlyList<ExportedNote> Notes { get; set; } = [];

    public IReadOnlyList<ExportedFeedback> Feedback { get; set; } = [];

    public IReadOnlyList<ExportedSummary> Summaries { get; set; } = [];

    /// <summary>No list holds a null, which the serialiser lets through.</summary>
    public bool IsWhole() => !((IEnumerable<object?>)[.. Attachments, .. Messages, .. Notes, .. Feedback, .. Summaries]).Contains(null);
}

internal sealed record ExportedMessage
{
    public Guid Id { get; set; }

    public Guid? ParentId { get; set; }

    public string Role { get; set; } = "";

    public MessageStatus Status { get; set; } = MessageStatus.Complete;

    /// <summary>As they are stored.</summary>
    public JsonElement Parts { get; set; }

    public string? Model { get; set; }

    public AnswerFigures? Figures { get; set; }

    public AnswerSettings? Settings { get; set; }

    public bool Pinned { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public IReadOnlyList<Guid> Attachments { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed record ExportedNote(Guid? MessageId, int? RangeStart, int? RangeEnd, string? Quote, string Text, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

internal sealed record ExportedFeedback(Guid MessageId, string Model, short Rating, IReadOnlyList<string>? Reasons, string? Comment, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="Data">The bytes, base64.</param>
internal sealed record ExportedAttachment(Guid Id, string Name, string MediaType, int? Width, int? Height, byte[] Data, DateTimeOffset CreatedAt);

internal sealed record ExportedSummary(Guid UpToMessageId, string Text, string? Model, bool Edited, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, UseStringEnumConverter = true, MaxDepth = 64)]
[JsonSerializable(typeof(ExportedFolder))]
[JsonSerializable(typeof(ExportedTag))]
[JsonSerializable(typeof(ExportedPreset))]
[JsonSerializable(typeof(ExportedConversation))]
internal sealed partial class TransferJson : JsonSerializerContext;
