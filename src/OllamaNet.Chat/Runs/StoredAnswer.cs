using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Runs;

/// <summary>An answer that ended, as the stream it was.</summary>
internal static class StoredAnswer
{
    public static RunLog ToLog(Message message)
    {
        var log = new RunLog(message.Id);
        log.AppendControl(RunEvents.Start(message.Id, new(message.ConversationId, message.ParentId ?? Guid.Empty, message.Model ?? "", 0)));
        log.AppendControl(RunEvents.StartStep);
        log.AppendParts(message.Parts);

        if (message.Status is MessageStatus.Complete)
        {
            log.AppendControl(RunEvents.FinishStep);
            log.AppendControl(RunEvents.Finish(message.Status, message.Figures));
        }
        else if (message.ErrorCode is { } code)
        {
            var error = new AnswerError(code, message.ErrorMessage ?? "", Retryable: true);
            log.AppendControl(RunEvents.ErrorDetails(error));
            log.AppendControl(RunEvents.Error(error.Message));
        }
        else log.AppendControl(RunEvents.Abort);

        log.Complete();
        return log;
    }
}
