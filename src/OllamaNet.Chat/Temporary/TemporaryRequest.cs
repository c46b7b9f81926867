using System.ComponentModel.DataAnnotations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Temporary;

public sealed record TemporaryMessage([property: Required, AllowedValues("user", "assistant")] string Role, [property: Required, MaxLength(16)] IReadOnlyList<MessagePart> Parts);

/// <summary>A whole chat, which only its sender has.</summary>
public sealed record TemporaryRequest : IValidatableObject
{
    /// <summary>Oldest first; the last is the question.</summary>
    [Required, MinLength(1), MaxLength(1000)] public required IReadOnlyList<TemporaryMessage> Messages { get; init; }

    [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] public string? Model { get; init; }

    public AnswerOptions? Options { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Messages.Any(m => m?.Parts is null || m.Parts.Contains(null!)))
        {
            yield return new("A message or a part is null.", [nameof(Messages)]);
            yield break;
        }

        if (Messages is not [.., { Role: "user" }]) yield return new("The last message is the question: a user message.", [nameof(Messages)]);
        foreach (var message in Messages.Where(m => m.Role is "user"))
        {
            if (AskRequest.PartsError(message.Parts) is { } error) yield return new(error, [nameof(Messages)]);
        }
    }
}
