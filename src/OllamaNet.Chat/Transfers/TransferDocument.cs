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

internal sealed record ExportedConversation
{
    public Guid Id { get; init; }

    public string? Title { get; init; }

    public string? Model { get; init; }

    public Guid? ActiveLeafId { get; init; }

    public Guid? FolderId { get; init; }

    public Guid? PresetId { get; init; }

    public string? SystemPrompt { get; init; }

    public AnswerOptions? Options { get; init; }

    public DateTimeOffset? PinnedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public IReadOnlyList<Guid> Tags { get; init; } = [];

    /// <summary>Names of tags, from files that know no others.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> TagNames { get; init; } = [];

    public IReadOnlyList<ExportedAttachment> Attachments { get; init; } = [];

    /// <summary>Every branch, oldest first.</summary>
    public IReadOnlyList<ExportedMessage> Messages { get; init; } = [];

    public IReadOnlyList<ExportedNote> Notes { get; init; } = [];

    public IReadOnlyList<ExportedFeedback> Feedback { get; init; } = [];

    public IReadOnlyList<ExportedSummary> Summaries { get; init; } = [];

    /// <summary>No list holds a null, which the serialiser lets through.</summary>
    public bool IsWhole() => !((IEnumerable<object?>)[.. Attachments, .. Messages, .. Notes, .. Feedback, .. Summaries]).Contains(null);
}

internal sealed record ExportedMessage
{
    public Guid Id { get; init; }

    public Guid? ParentId { get; init; }

    public string Role { get; init; } = "";

    public MessageStatus Status { get; init; } = MessageStatus.Complete;

    /// <summary>As they are stored.</summary>
    public JsonElement Parts { get; init; }

    public string? Model { get; init; }

    public AnswerFigures? Figures { get; init; }

    public AnswerSettings? Settings { get; init; }

    public bool Pinned { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public IReadOnlyList<Guid> Attachments { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
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
