using System.Text.Json.Serialization;
using OllamaNet.Chat.Runs;

namespace OllamaNet.Chat.Messages;

/// <param name="ParentId">The message before it; null for the first.</param>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Parts">Of a running answer: what is there so far.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c> or <c>tool-calls</c>.</param>
/// <param name="Siblings">All messages in its place, itself among them, oldest first.</param>
/// <param name="EditedAt">When a person last changed its text.</param>
/// <param name="Settings">How an answer was made; null for questions.</param>
/// <param name="FollowUps">What the model suggested to ask next, once it was asked for that.</param>
/// <param name="Pinned">Always part of the prompt, however long the conversation grows.</param>
public sealed record MessageResponse(
    Guid Id, Guid? ParentId, string Role, IReadOnlyList<MessagePart> Parts, MessageStatus Status, string? Model,
    Usage? Usage, Times? Durations, string? FinishReason, MessageError? Error, IReadOnlyList<Guid> Siblings, DateTimeOffset? EditedAt, DateTimeOffset CreatedAt, AnswerSettings? Settings, bool Pinned,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? FollowUps = null)
{
    internal static MessageResponse Example { get; } = new(
        new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01"), new("0197a1c4-6a5f-7d2c-b0a9-1b6a4c1d9e02"), "assistant", [MessagePart.OfText("Lisbon is the capital of Portugal.")],
        MessageStatus.Complete, "llama3.2", new(31, 8), new(420, 180, null, null, 150, 240), "stop", null, [new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01")], null, new(2026, 11, 20, 9, 31, 0, TimeSpan.Zero),
        new(null, null, "Answer in one sentence.", new() { Temperature = 0.2f }), Pinned: false);

    /// <param name="live">The run that makes it, when this process does.</param>
    /// <param name="siblings">Ids by parent.</param>
    internal static MessageResponse Of(Message message, Run? live, ILookup<Guid, Guid>? siblings) => new(
        message.Id, message.ParentId, message.Role is MessageRole.User ? "user" : "assistant",
        message.Status is MessageStatus.Running && live is not null ? live.Log.ToParts() : message.Parts,
        message.Status, message.Model, Usage.Of(message.Figures), Times.Of(message.Figures), message.Figures?.FinishReason,
        message.ErrorCode is { } code ? new(code, message.ErrorMessage ?? "") : null,
        siblings?[message.ParentId ?? Guid.Empty].ToList() is { Count: > 0 } ids ? ids : [message.Id], message.EditedAt, message.CreatedAt, message.Settings, message.Pinned, message.FollowUps);
}

public sealed record MessageError(string Code, string Message);

/// <param name="Items">Oldest first.</param>
/// <param name="Next">Cursor of the newer page, for <c>after</c>; null at the newest.</param>
/// <param name="Previous">Cursor of the older page, for <c>before</c>; null at the oldest.</param>
/// <param name="Leaf">End of the branch; only with <c>around</c>.</param>
public sealed record MessagePage(
    IReadOnlyList<MessageResponse> Items, string? Next, string? Previous, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Leaf = null);
