namespace OllamaNet.Chat.Messages;

/// <summary>The values an answer was made with, stored with it.</summary>
/// <param name="PresetId">The preset they came from, in whole or in part.</param>
/// <param name="PresetName">Its name then: the preset may be another now, or gone.</param>
/// <param name="SystemPrompt">As it was sent, variables filled in.</param>
/// <param name="Options">A null was the model's own choice.</param>
public sealed record AnswerSettings(Guid? PresetId, string? PresetName, string? SystemPrompt, AnswerOptions Options);
