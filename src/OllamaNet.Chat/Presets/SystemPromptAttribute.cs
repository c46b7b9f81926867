using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Chat.Presets;

/// <summary>A system prompt as it is saved: of limited length, with variables that exist.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class SystemPromptAttribute : ValidationAttribute
{
    public const int MaxLength = 32_000;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string text && Wrong(text) is { } message ? new(message, validationContext.MemberName is { } member ? [member] : []) : ValidationResult.Success;

    /// <summary>A conversation's own, as it is stored: what only looks like a text is none, and none is something else than null.</summary>
    public static string? Stored(string? text) => text is null ? null : string.IsNullOrWhiteSpace(text) ? "" : text;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static string? Wrong(string text)
    {
        if (text.Length > MaxLength) return $"A system prompt has at most {MaxLength} characters.";
        var unknown = PromptVariables.UnknownIn(text);
        return unknown.Count == 0 ? null
            : $"There is no variable {string.Join(", ", unknown.Select(name => $"{{{{{name}}}}}"))}. These exist: {string.Join(", ", PromptVariables.Names.Select(name => $"{{{{{name}}}}}"))}.";
    }
}
