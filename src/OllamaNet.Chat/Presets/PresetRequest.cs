using System.ComponentModel.DataAnnotations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Presets;

/// <summary>A preset as it is saved: the whole of it.</summary>
public sealed record PresetRequest
{
    [Required, StringLength(PresetConfiguration.NameLength, MinimumLength = 1)] public required string Name { get; init; }

    [MaxLength(1000)] public string? Description { get; init; }

    /// <summary>Null: whatever the conversation uses.</summary>
    [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] public string? Model { get; init; }

    /// <summary>May hold <c>{{date}}</c>, <c>{{time}}</c>, <c>{{weekday}}</c>, <c>{{user}}</c>, <c>{{model}}</c> and <c>{{language}}</c>.</summary>
    [SystemPrompt] public string? SystemPrompt { get; init; }

    public AnswerOptions? Options { get; init; }

    /// <summary><c>global</c> is for administrators.</summary>
    public PresetVisibility Visibility { get; init; }

    internal static PresetRequest Example { get; } = new()
    {
        Name = "Translator",
        Description = "Into the reader's language, nothing else.",
        SystemPrompt = "Translate what I send into {{language}}. Say nothing else.",
        Options = new() { Temperature = 0.2f, NumPredict = 800 },
    };

    internal void ApplyTo(Preset preset, DateTimeOffset now)
    {
        (preset.Name, preset.Description, preset.Model) = (Name, string.IsNullOrWhiteSpace(Description) ? null : Description, Model);
        (preset.SystemPrompt, preset.Options, preset.Visibility) = (string.IsNullOrWhiteSpace(SystemPrompt) ? null : SystemPrompt, Options ?? new(), Visibility);
        preset.Touch(now);
    }
}
