using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Presets;

/// <summary>
/// Finds how a turn is answered, value by value: what was asked for, the conversation, its preset, its folder, the folder's preset, the folders above,
/// and for what is left the model.
/// </summary>
internal sealed class SettingsResolver(ChatDb db, ModelChoice models, PromptVariables variables)
{
    /// <param name="namedModel">Null: the conversation's, else a preset's.</param>
    /// <param name="asked">What the request itself says.</param>
    /// <exception cref="InferenceException">There is no such model for this caller.</exception>
    public async Task<TurnSettings> ResolveAsync(Conversation conversation, string? namedModel, AnswerOptions? asked, Caller caller, CancellationToken cancellationToken)
    {
        var levels = IsPlain(conversation) ? [] : await SettingsLevel.ReadAsync(db, conversation, cancellationToken);
        return await ResolveAsync(levels, namedModel ?? conversation.Model, (asked ?? new()).Over(conversation.Options), caller, cancellationToken);
    }

    /// <param name="named">The request's model, else the conversation's.</param>
    /// <param name="own">What the request and the conversation itself say.</param>
    /// <exception cref="InferenceException">There is no such model for this caller.</exception>
    public async Task<TurnSettings> ResolveAsync(List<SettingsLevel> levels, string? named, AnswerOptions own, Caller caller, CancellationToken cancellationToken)
    {
        var presetModel = levels.Find(l => l.PresetModel is not null)?.PresetModel;
        var model = await models.ChooseAsync(named ?? presetModel, caller, cancellationToken);

        var options = own;
        foreach (var level in levels) options = options.Over(level.Options);
        options = options with { ModelsOwn = null }; // said: from here on the model's own is what nobody gave

        var (prompt, origin) = PromptOf(levels);
        var filled = prompt is null ? null : variables.Fill(prompt, levels[0].UserName, model.Name);
        var preset = levels.Find(l => l.PresetId is not null);
        return new(model, filled, origin, options, preset?.PresetId, preset?.PresetName);
    }

    /// <summary>Nobody but the request and the conversation's options has a say, and those are known.</summary>
    private static bool IsPlain(Conversation conversation) => conversation is { SystemPrompt: null, PresetId: null, FolderId: null };

    /// <summary>The nearest system prompt; a level's own goes before its preset's.</summary>
    internal static (string? Prompt, PromptOrigin Origin) PromptOf(IReadOnlyList<SettingsLevel> levels)
    {
        foreach (var level in levels)
        {
            if (level is { Depth: 0, SystemPrompt: "" }) break; // none, said by the conversation itself
            if (!string.IsNullOrWhiteSpace(level.SystemPrompt)) return (level.SystemPrompt, level.Depth == 0 ? PromptOrigin.Conversation : PromptOrigin.Folder);
            if (!string.IsNullOrWhiteSpace(level.PresetPrompt)) return (level.PresetPrompt, level.Depth == 0 ? PromptOrigin.Preset : PromptOrigin.Folder);
        }

        return (null, PromptOrigin.None);
    }
}
