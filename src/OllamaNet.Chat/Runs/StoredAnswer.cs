using System.Text;
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
        foreach (var part in message.Parts)
        {
            var text = Encoding.UTF8.GetBytes(part.Text ?? "");
            if (part.Type is MessagePart.ReasoningType) log.AppendReasoning(text);
            else log.AppendText(text);
        }

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
