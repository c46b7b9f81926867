using System.Text.Json.Serialization;

namespace OllamaNet.Chat.Messages;

/// <summary>One turn of one side. Messages of a conversation form a tree: an answer that was made again is a sibling.</summary>
internal sealed class Message
{
    public required Guid Id { get; init; }

    public required Guid ConversationId { get; init; }

    public required Guid OwnerId { get; init; }

    public Guid? ParentId { get; init; }

    public required MessageRole Role { get; init; }

    public required MessageStatus Status { get; set; }

    public IReadOnlyList<MessagePart> Parts { get; set; } = [];

    public string? Model { get; init; }

    public AnswerFigures? Figures { get; set; }

    /// <summary>How this answer was made: the values that were used, wherever they came from.</summary>
    public AnswerSettings? Settings { get; set; }

    /// <summary>Always part of the prompt, however long the conversation grows.</summary>
    public bool Pinned { get; set; }

    /// <summary>What the model suggested to ask after this answer; null before it was asked for that, and when the answer changed since.</summary>
    public string[]? FollowUps { get; set; }

    /// <summary>When a person last changed its text.</summary>
    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>Stable code of what went wrong.</summary>
    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    /// <summary>The process that makes the answer; its lease tells whether it is alive.</summary>
    public Guid? RunnerId { get; set; }

    /// <summary>Set by anyone; the runner sees it at its next flush.</summary>
    public bool StopRequested { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal enum MessageRole { User, Assistant }

public enum MessageStatus
{
    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("complete")]
    Complete,

    /// <summary>The user stopped it.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>The process that made it went away.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>The engine failed; <c>error</c> says how.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
