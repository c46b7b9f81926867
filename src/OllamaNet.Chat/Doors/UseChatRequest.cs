using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Doors;

/// <summary>The body that <c>useChat</c> of npm <c>ai</c> posts, with what it is allowed to carry beside. Fields of later versions are let through.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record UseChatRequest : IValidatableObject
{
    public const string Regenerate = "regenerate-message";

    /// <summary>The chat's id; any text, unique for the user.</summary>
    [Required, StringLength(200, MinimumLength = 1)] public required string Id { get; init; }

    /// <summary>What the client shows. The last user message is the question; the server keeps its own history.</summary>
    [Required, MaxLength(10_000)] public required IReadOnlyList<UseChatMessage> Messages { get; init; }

    [AllowedValues(null, "submit-message", Regenerate)] public string? Trigger { get; init; }

    /// <summary>The message that is edited or made again.</summary>
    [MaxLength(200)] public string? MessageId { get; init; }

    [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] public string? Model { get; init; }

    public AnswerOptions? Options { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Messages.Any(m => m?.Parts is null || m.Parts.Contains(null!))) yield return new("A message or a part is null.", [nameof(Messages)]);
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record UseChatMessage
{
    [MaxLength(200)] public string? Id { get; init; }

    [Required, AllowedValues("system", "user", "assistant")] public required string Role { get; init; }

    [Required, MaxLength(1000)] public required IReadOnlyList<UseChatPart> Parts { get; init; }
}

/// <summary>Only <c>text</c> and <c>file</c> parts of the question are read.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record UseChatPart
{
    [Required] public required string Type { get; init; }

    public string? Text { get; init; }

    public string? MediaType { get; init; }

    public string? Url { get; init; }

}
