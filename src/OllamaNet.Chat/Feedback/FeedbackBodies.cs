using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;

namespace OllamaNet.Chat.Feedback;

/// <param name="Rating">1 or -1.</param>
/// <param name="Reasons">For 1: correct, helpful, complete, clear, creative, good-style. For -1: incorrect, unhelpful, incomplete, unclear, off-topic, too-long, too-short, bad-style, refused, harmful.</param>
/// <param name="Shared">Administrators may read the comment, the question and the answer.</param>
public sealed record PutFeedbackRequest(
    [property: AllowedValues(1, -1)] int Rating, [property: MaxLength(10)] IReadOnlyList<string>? Reasons = null, [property: MaxLength(FeedbackLimits.Comment)] string? Comment = null, bool Shared = false) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Rating is not (1 or -1) || Reasons is null) yield break;
        var known = FeedbackReasons.Of((short)Rating);
        if (Reasons.Any(r => !known.Contains(r, StringComparer.Ordinal)))
            yield return new($"With this rating: {string.Join(", ", known)}.", [nameof(Reasons)]);
    }
}

public sealed record FeedbackResponse(Guid MessageId, int Rating, IReadOnlyList<string> Reasons, string? Comment, bool Shared, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static FeedbackResponse Example { get; } = new(
        new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01"), -1, ["incorrect"], "The capital is right, the river is not.", false,
        new(2026, 11, 20, 9, 41, 0, TimeSpan.Zero), new(2026, 11, 20, 9, 41, 0, TimeSpan.Zero));

    internal static Expression<Func<AnswerFeedback, FeedbackResponse>> From { get; } = f => new(f.MessageId, f.Rating, f.Reasons, f.Comment, f.Shared, f.CreatedAt, f.UpdatedAt);
}

internal static class FeedbackLimits
{
    public const int Comment = 2_000;
}
