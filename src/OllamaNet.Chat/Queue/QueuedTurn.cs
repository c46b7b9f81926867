using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Queue;

/// <summary>Makes the first question that waits a turn. It leaves the queue in the transaction that stores the turn, so it is asked once, whoever else tries.</summary>
internal sealed class QueuedTurn(ChatDb db, Answers answers, TurnStarter starter, Principals principals, Changes changes, ILogger<QueuedTurn> logger)
{
    public async Task AskNextAsync(Guid conversation, bool evenAfterFailure, CancellationToken cancellationToken)
    {
        var next = await db.QueuedQuestions.Where(q => q.ConversationId == conversation).InOrder().FirstOrDefaultAsync(cancellationToken);
        if (next is null or { Problem: not null }) return;

        var place = await db.Conversations.Where(c => c.Id == conversation).Select(c => new
        {
            Running = db.Messages.Any(m => m.ConversationId == conversation && m.Status == MessageStatus.Running),
            Before = db.Messages.Where(m => m.Id == c.ActiveLeafId && m.Role == MessageRole.Assistant).Select(m => (MessageStatus?)m.Status).FirstOrDefault(),
        }).FirstOrDefaultAsync(cancellationToken);
        if (place is null or { Running: true } || starter.IsFull(next.OwnerId)) return;
        if (!evenAfterFailure && WhyPaused(place.Before) is { } pause)
        {
            await PauseAsync(next, pause, cancellationToken);
            return;
        }

        try
        {
            if (await principals.FindAsync(next.OwnerId, cancellationToken) is not { } owner) await PauseAsync(next, "The account was disabled when its turn came.", cancellationToken);
            else if (!owner.May(Permissions.ConversationsUse)) await PauseAsync(next, "The account might not ask any more when its turn came.", cancellationToken);
            else await AskAsync(next, owner, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not (NpgsqlException or TimeoutException or { InnerException: NpgsqlException }))
        {
            // It would fail the same way every few seconds.
            logger.QueuedQuestionFailed(conversation, e);
            await PauseAsync(next, "The server failed at it. Try again, or ask the administrator.", cancellationToken);
        }
    }

    private async Task AskAsync(QueuedQuestion next, Principal owner, CancellationToken cancellationToken)
    {
        var request = new AskRequest { Parts = next.Parts, Model = next.Model, Options = next.Options };
        var (turn, problem) = await answers.FindTurnAsync(next.OwnerId, next.ConversationId, request, cancellationToken);
        if (turn is null)
        {
            if (problem is ProblemHttpResult { ProblemDetails: { Status: not (404 or 409) } details }) await PauseAsync(next, details.Detail ?? "It cannot be asked here.", cancellationToken);
            return;
        }

        db.Remove(next);
        try
        {
            await starter.StartAsync(turn, new(owner.UserId) { Roles = owner.Roles, IsAdmin = owner.IsAdmin, Protocol = CallProtocol.Chat }, key: null, cancellationToken);
            changes.Publish(next.OwnerId, ChangeKinds.Queue, next.ConversationId);
        }
        catch (InferenceException e)
        {
            // Where no node can be reached, such as in the first moments of a process, it is tried again.
            if (e.Error is not InferenceError.Unavailable) await PauseAsync(next, e.Message, cancellationToken);
        }
        catch (PromptTooLongException e)
        {
            await PauseAsync(next, e.Message, cancellationToken);
        }
        catch (Exception e) when (e is PlaceChangedException or DbUpdateException)
        {
            logger.QueuedQuestionGone(next.Id); // asked by another process, changed or removed in this moment: the search comes by again
        }
    }

    private async Task PauseAsync(QueuedQuestion question, string why, CancellationToken cancellationToken)
    {
        var paused = await db.QueuedQuestions.Where(q => q.Id == question.Id && q.Problem == null).ExecuteUpdateAsync(set => set.SetProperty(q => q.Problem, why), cancellationToken);
        if (paused > 0) changes.Publish(question.OwnerId, ChangeKinds.Queue, question.ConversationId);
    }

    private static string? WhyPaused(MessageStatus? before) => before switch
    {
        MessageStatus.Failed => "The answer before failed.",
        MessageStatus.Stopped => "The answer before was stopped.",
        MessageStatus.Interrupted => "The answer before was interrupted.",
        _ => null,
    };
}
