using System.ComponentModel.DataAnnotations;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Messages;

/// <summary>A question: <c>message</c> for plain text, or <c>parts</c>.</summary>
public sealed record AskRequest : IValidatableObject
{
    private const int MaxText = 100_000;
    private const int MaxImages = 4;
    private const int MaxFiles = 8;

    [MaxLength(MaxText)] public string? Message { get; init; }

    [MaxLength(16)] public IReadOnlyList<MessagePart>? Parts { get; init; }

    /// <summary>The message to go on from; left out: the newest of the branch that is shown.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>A question to ask again in these words: the new one is its sibling.</summary>
    public Guid? EditOf { get; init; }

    [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] public string? Model { get; init; }

    /// <summary>Two to four models that answer side by side, an answer each.</summary>
    [MinLength(2), MaxLength(4)] public IReadOnlyList<string>? Models { get; init; }

    public AnswerOptions? Options { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Message is null == Parts is null) yield return new("Give message or parts, one of the two.", [nameof(Message)]);
        else if (Parts is null && string.IsNullOrWhiteSpace(Message)) yield return new("The message is empty.", [nameof(Message)]);
        else if (Parts is not null && PartsError(Parts) is { } error) yield return new(error, [nameof(Parts)]);
        if (EditOf is not null && ParentId is not null) yield return new("Give editOf or parentId, not both: a question that is asked again stays where it is.", [nameof(EditOf)]);
        if (Models is not null && Model is not null) yield return new("Give model or models, not both.", [nameof(Models)]);
        if (Models?.Any(m => m is not { Length: > 0 and <= ConversationConfiguration.ModelLength }) is true) yield return new($"A model's name has 1 to {ConversationConfiguration.ModelLength} characters.", [nameof(Models)]);
    }

    internal IReadOnlyList<MessagePart> ToParts() => Parts ?? [MessagePart.OfText(Message!)];

    /// <summary>What is wrong with the parts of a question; null when nothing is.</summary>
    internal static string? PartsError(IReadOnlyList<MessagePart> parts)
    {
        if (parts.Any(p => p is null)) return "A part is null.";
        if (!parts.Any(p => p.Type is MessagePart.FileType || !string.IsNullOrWhiteSpace(p.Text))) return "The message is empty.";
        if (parts.Any(p => p.Type is not (MessagePart.TextType or MessagePart.FileType))) return "A question has text and file parts only.";
        if (parts.Sum(p => p.Text?.Length ?? 0) > MaxText) return $"The text is longer than {MaxText} characters.";
        if (parts.Any(p => p.AttachmentId is not null && (p.Type is not MessagePart.FileType || p.Url is not null))) return "A file part has attachmentId or url, one of the two; other parts have neither.";
        if (parts.Count(p => p.Type is MessagePart.FileType) > MaxFiles) return $"At most {MaxFiles} files go with one message.";
        var images = parts.Where(p => p.Type is MessagePart.FileType && p.AttachmentId is null).ToList();
        if (images.Count > MaxImages) return $"At most {MaxImages} images go with one message as data: URLs. Upload them instead.";
        return images.All(p => DataUrl.Parse(p) is not null) ? null : "An image is a data: URL with base64 of a PNG, JPEG, WebP or GIF of at most 5 MB.";
    }
}

/// <summary>How to make the answer again; what is left out is as before.</summary>
public sealed record RegenerateRequest([StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] string? Model, AnswerOptions? Options);

/// <summary>How to go on with an answer; what is left out is as before.</summary>
public sealed record ContinueRequest(AnswerOptions? Options);
