using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Presets;

/// <summary>How a turn is answered, once everybody who has a say in it was asked.</summary>
/// <param name="SystemPrompt">Variables filled in; null for none.</param>
/// <param name="PromptFrom">Whose the system prompt is.</param>
/// <param name="Options">A null leaves the value to the model.</param>
/// <param name="PresetId">The nearest preset, whether or not it gave a value.</param>
internal sealed record TurnSettings(ModelInfo Model, string? SystemPrompt, PromptOrigin PromptFrom, AnswerOptions Options, Guid? PresetId, string? PresetName)
{
    public AnswerSettings ToStored() => new(PresetId, PresetName, SystemPrompt, Options);
}

internal enum PromptOrigin { None, Conversation, Preset, Folder }
