using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>The one place where the parts of a message become what a model reads: text and images. What an attachment stands for belongs here too.</summary>
internal static class PromptText
{
    public static ChatMessage Of(MessageRole role, IReadOnlyList<MessagePart> parts) => new(
        role is MessageRole.User ? ChatRole.User : ChatRole.Assistant,
        string.Join("\n\n", parts.Where(p => p.Type is MessagePart.TextType).Select(p => p.Text)))
    {
        Images = [.. parts.Where(p => p.Type is MessagePart.FileType).Select(DataUrl.Parse).OfType<ImageContent>()],
    };

    /// <summary>A failed answer may have none.</summary>
    public static bool IsEmpty(ChatMessage message) => message.Content.Length == 0 && message.Images.Count == 0;

    /// <summary>The system message: who the model is, and what of the conversation it no longer sees.</summary>
    public static string System(string? system, string? summary) => string.Join("\n\n", new[] { system, summary is null ? null : Summary(summary) }.OfType<string>());

    public static string Summary(string text) => $"What was said earlier in this conversation, in short:\n{text}";

    /// <summary>Before the question rather than in the system message: the beginning of the prompt stays the same, and the engine need not read it again.</summary>
    public static string Passages(IEnumerable<string> passages, string question) =>
        $"From earlier in this conversation:\n{string.Concat(passages.Select(Passage))}\n{question}";

    public static string Passage(string text) => $"> {text.ReplaceLineEndings("\n> ")}\n\n";
}
