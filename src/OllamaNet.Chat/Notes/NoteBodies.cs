using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using OllamaNet.Chat.Conversations;

namespace OllamaNet.Chat.Notes;

/// <summary>A note on a conversation, on one of its messages, or on a range of the message's text.</summary>
/// <param name="RangeStart">First character of the range, counted in UTF-16 as JavaScript does, in the text parts of the message joined.</param>
/// <param name="RangeEnd">The character after the range.</param>
/// <param name="Quote">What the caller sees in the range. Where the message says something else by now, the range moves to the nearest place that says it.</param>
public sealed record CreateNoteRequest(
    [property: Required] Guid? ConversationId, Guid? MessageId, [property: Range(0, int.MaxValue)] int? RangeStart, [property: Range(1, int.MaxValue)] int? RangeEnd,
    [property: StringLength(NoteLimits.Quote, MinimumLength = 1)] string? Quote, [property: Required, StringLength(NoteLimits.Text, MinimumLength = 1)] string? Text) : IValidatableObject
{
    internal static CreateNoteRequest Example { get; } = new(NoteResponse.Example.ConversationId, NoteResponse.Example.MessageId, 0, 6, null, NoteResponse.Example.Text);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Text)) yield return new("The note is empty.", [nameof(Text)]);
        if (RangeStart is null != RangeEnd is null) yield return new("Give both ends of the range, or none.", [nameof(RangeEnd)]);
        if (RangeStart is not null && MessageId is null) yield return new("A range is one of a message: give messageId.", [nameof(MessageId)]);
        if (RangeEnd <= RangeStart) yield return new("The range ends before it begins.", [nameof(RangeEnd)]);
        if (RangeEnd - RangeStart > NoteLimits.Quote) yield return new($"A range has at most {NoteLimits.Quote} characters.", [nameof(RangeEnd)]);
        if (Quote is not null && RangeStart is null) yield return new("A quote is one of a range.", [nameof(Quote)]);
    }
}

public sealed record UpdateNoteRequest([property: Required, StringLength(NoteLimits.Text, MinimumLength = 1)] string? Text) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Text)) yield return new("The note is empty.", [nameof(Text)]);
    }
}

/// <param name="ConversationTitle">Null until the conversation has one.</param>
/// <param name="MessageId">Null for a note on the conversation.</param>
/// <param name="RangeStart">First character of the range when the note was made; null for a note on the whole message.</param>
/// <param name="Quote">The text of the range when the note was made. After an edit of the message it tells where the range is now.</param>
public sealed record NoteResponse(
    Guid Id, Guid ConversationId, string? ConversationTitle, Guid? MessageId, int? RangeStart, int? RangeEnd, string? Quote, string Text, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static NoteResponse Example { get; } = new(
        new("0197a1c5-0b10-7f2e-8d11-4c1d9e02aa07"), new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"), "Trip to Lisbon", new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01"), 0, 6, "Lisbon",
        "Look for flights in May.", new(2026, 11, 20, 9, 40, 0, TimeSpan.Zero), new(2026, 11, 20, 9, 40, 0, TimeSpan.Zero));

    internal static Expression<Func<Note, Conversation, NoteResponse>> From { get; } = (n, c) =>
        new(n.Id, n.ConversationId, c.Title, n.MessageId, n.RangeStart, n.RangeEnd, n.Quote, n.Text, n.CreatedAt, n.UpdatedAt);
}

internal static class NoteLimits
{
    public const int Text = 10_000;
    public const int Quote = 10_000;
    public const int PerConversation = 1_000;
}
