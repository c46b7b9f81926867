using System.ComponentModel.DataAnnotations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Queue;

/// <summary>A question for later: <c>message</c> for plain text, or <c>parts</c>.</summary>
public sealed record QueueQuestionRequest : IValidatableObject
{
    [MaxLength(100_000)] public string? Message { get; init; }

    [MaxLength(16)] public IReadOnlyList<MessagePart>? Parts { get; init; }

    /// <summary>Left out: the conversation's model at the time it is asked.</summary>
    [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] public string? Model { get; init; }

    public AnswerOptions? Options { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        new AskRequest { Message = Message, Parts = Parts }.Validate(validationContext);

    internal IReadOnlyList<MessagePart> ToParts() => Parts ?? [MessagePart.OfText(Message!)];
}

/// <summary>Other words for a question that waits; a model that is left out stays.</summary>
public sealed record UpdateQueuedQuestionRequest : IValidatableObject
{
    [MaxLength(100_000)] public string? Message { get; init; }

    [MaxLength(16)] public IReadOnlyList<MessagePart>? Parts { get; init; }

    [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] public string? Model { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        new AskRequest { Message = Message, Parts = Parts }.Validate(validationContext);

    internal IReadOnlyList<MessagePart> ToParts() => Parts ?? [MessagePart.OfText(Message!)];
}

/// <param name="Problem">Why it was not asked: it waits for its owner, and so do those behind it.</param>
public sealed record QueuedQuestionResponse(Guid Id, IReadOnlyList<MessagePart> Parts, string? Model, AnswerOptions? Options, string? Problem, DateTimeOffset CreatedAt)
{
    internal static QueuedQuestionResponse Example { get; } = new(
        new("0197a1c4-6a71-7e0b-8f11-2f60c4a9d301"), [MessagePart.OfText("And what is it known for?")], "llama3.2", null, null, new(2026, 11, 20, 9, 31, 5, TimeSpan.Zero));

    internal static QueuedQuestionResponse Of(QueuedQuestion question) => new(question.Id, question.Parts, question.Model, question.Options, question.Problem, question.CreatedAt);
}

/// <param name="Items">The next one first.</param>
public sealed record QueueResponse(IReadOnlyList<QueuedQuestionResponse> Items);
