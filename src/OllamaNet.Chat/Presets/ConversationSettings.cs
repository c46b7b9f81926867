using System.ComponentModel.DataAnnotations;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Presets;

/// <summary>What a conversation says of its own answers. What is left out is taken from the preset, the folders, the model.</summary>
/// <param name="SystemPrompt">Null: the preset's or a folder's; an empty one: none.</param>
public sealed record ConversationSettingsRequest(Guid? PresetId, [SystemPrompt] string? SystemPrompt, AnswerOptions? Options);

/// <param name="SystemPrompt">Its own; null where the inherited one holds, empty for none.</param>
/// <param name="Options">The conversation's own values.</param>
/// <param name="Inherited">What holds where it has none of its own.</param>
public sealed record ConversationSettingsResponse(Guid? PresetId, string? SystemPrompt, AnswerOptions Options, InheritedSettings Inherited)
{
    internal static ConversationSettingsResponse Example { get; } = new(
        new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b11"), null, new() { Temperature = 0.2f },
        new(new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b11"), "Translator", "llama3.2", "Translate into {{language}}.", new() { Temperature = 0.4f, TopP = 0.9f }));
}

/// <param name="PresetId">The nearest preset: the conversation's, else a folder's.</param>
/// <param name="SystemPrompt">Variables not filled in.</param>
public sealed record InheritedSettings(Guid? PresetId, string? PresetName, string? Model, string? SystemPrompt, AnswerOptions Options)
{
    internal static InheritedSettings Of(IReadOnlyList<SettingsLevel> levels)
    {
        var preset = levels.FirstOrDefault(l => l.PresetId is not null);
        return new(
            preset?.PresetId, preset?.PresetName, levels.FirstOrDefault(l => l.PresetModel is not null)?.PresetModel,
            SettingsResolver.PromptOf(levels).Prompt, levels.Aggregate(new AnswerOptions(), (options, level) => options.Over(level.Options)) with { ModelsOwn = null });
    }
}
