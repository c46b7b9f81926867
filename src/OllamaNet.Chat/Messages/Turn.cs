using OllamaNet.Chat.Conversations;

namespace OllamaNet.Chat.Messages;

/// <summary>A question on its way: what was asked, where in the tree, and how it is to be answered.</summary>
/// <param name="History">The end of the branch, oldest first; empty at its beginning. The prompt reads the rest.</param>
/// <param name="Question">The new user message; null when an existing one is answered again.</param>
/// <param name="Parent">The message that the answer, or the question, hangs on.</param>
internal sealed record Turn(Conversation Conversation, IReadOnlyList<Message> History, IReadOnlyList<MessagePart>? Question, Guid? Parent, string? Model, AnswerOptions? Options)
{
    /// <summary>Several answers side by side, one a model; empty for one answer.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The answer that goes on; the history ends with it. No message is made.</summary>
    public Message? Continued { get; init; }

    public int Answers => Math.Max(1, Models.Count);
}
