namespace OllamaNet.Chat.Messages;

/// <summary>The values an answer was made with, stored with it.</summary>
/// <param name="PresetId">The preset they came from, in whole or in part.</param>
/// <param name="SystemPrompt">As it was sent, variables filled in.</param>
public sealed record AnswerSettings(Guid? PresetId, string? SystemPrompt, AnswerOptions Options);
