using OllamaNet.Chat.Conversations;

namespace OllamaNet.Chat.Messages;

/// <summary>A question on its way: what was asked, where in the tree, and how it is to be answered.</summary>
/// <param name="Question">The new user message; null when an existing one is answered again.</param>
/// <param name="Parent">The message that the answer, or the question, hangs on.</param>
internal sealed record Turn(Conversation Conversation, IReadOnlyList<Message> History, IReadOnlyList<MessagePart>? Question, Guid? Parent, string? Model, AnswerOptions? Options);
