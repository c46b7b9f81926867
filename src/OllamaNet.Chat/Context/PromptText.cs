using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>The one place where the parts of a message become what a model reads: text and images. What an attachment stands for belongs here too.</summary>
internal static class PromptText
{
    /// <param name="files">Null: files are named only.</param>
    /// <param name="sees">Whether the model does; if not, images are named only.</param>
    public static ChatMessage Of(MessageRole role, IReadOnlyList<MessagePart> parts, PromptFiles? files = null, bool sees = true) => new(
        role is MessageRole.User ? ChatRole.User : ChatRole.Assistant,
        string.Join("\n\n", parts.Where(p => p.Type is MessagePart.TextType or MessagePart.FileType).Select(p => p.Type is MessagePart.TextType ? p.Text : File(p, files, sees)).OfType<string>()))
    {
        Images = sees ? [.. parts.Where(p => p.IsImage).Select(p => p.AttachmentId is null ? DataUrl.Parse(p) : files?.ImageOf(p)).OfType<ImageContent>()] : [],
    };

    private static string? File(MessagePart part, PromptFiles? files, bool sees)
    {
        if (part.IsImage) return sees && (files is not null || part.AttachmentId is null) ? null : Named("Image", part.Name);
        return files?.TextOf(part.AttachmentId!.Value) is { } text ? Fenced(part.Name, text) : Named("File", part.Name);
    }

    private static string Named(string what, string? name) => name is null ? $"[{what}]" : $"[{what}: {name}]";

    /// <summary>Between fences that are longer than any in it, so that a file does not end where it says so.</summary>
    private static string Fenced(string? name, string text)
    {
        var (longest, run) = (2, 0);
        foreach (var letter in text)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        return $"File {name}:\n{fence}\n{text}\n{fence}";
    }

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
