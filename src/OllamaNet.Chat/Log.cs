using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Answer {MessageId} by {Model} failed: {Error}")]
    public static partial void AnswerFailed(this ILogger logger, Guid messageId, string model, InferenceError error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Answer {MessageId} by {Model} broke")]
    public static partial void AnswerBroke(this ILogger logger, Guid messageId, string model, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answer {MessageId} is not stored yet ({Reason}); it is tried again")]
    public static partial void AnswerNotStored(this ILogger logger, Guid messageId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Answer {MessageId} has no row any more: it was deleted while it was made, or another process closed it")]
    public static partial void AnswerGone(this ILogger logger, Guid messageId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Drafts of {Count} answers were not written ({Reason}); they are tried again")]
    public static partial void DraftsNotWritten(this ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} answers were interrupted: the process that made them is gone")]
    public static partial void AnswersInterrupted(this ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Interrupted answers were not looked for ({Reason})")]
    public static partial void InterruptedNotLookedFor(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Conversation {ConversationId} moved to the trash")]
    public static partial void ConversationDeleted(this ILogger logger, Guid conversationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Passages for a question in {ConversationId} were left out ({Reason})")]
    public static partial void PassagesLeftOut(this ILogger logger, Guid conversationId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Passages of {ConversationId} were not made ({Error}); the next answer tries again")]
    public static partial void PassagesNotMade(this ILogger logger, Guid conversationId, InferenceError error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The summary of {ConversationId} was not made ({Error}); the next answer tries again")]
    public static partial void SummaryNotMade(this ILogger logger, Guid conversationId, InferenceError error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired rows were not deleted ({Reason}); it is tried again in an hour")]
    public static partial void HousekeepingFailed(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} conversations of the trash deleted for good")]
    public static partial void TrashPurged(this ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The next question of conversation {ConversationId} was not asked; it is tried again")]
    public static partial void QueueNotAsked(this ILogger logger, Guid conversationId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The next question of conversation {ConversationId} could not be asked; it waits for its owner")]
    public static partial void QueuedQuestionFailed(this ILogger logger, Guid conversationId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Questions that wait were not looked for ({Reason})")]
    public static partial void QueuesNotSearched(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Queued question {QuestionId} was asked elsewhere, changed or removed in this moment")]
    public static partial void QueuedQuestionGone(this ILogger logger, Guid questionId);
}
