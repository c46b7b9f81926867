using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Runs;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Messages;

/// <summary>Everything behind the doors that ask: finds the place in the tree, starts the turn or finds it again, gives the stream.</summary>
internal sealed class Answers(ChatDb db, TurnStarter starter, QuestionFiles files, RunRegistry runs, Revocations revocations, TimeProvider time, IOptions<ChatOptions> options)
{
    /// <summary>A message and the one before it tell a place; the prompt reads its own.</summary>
    private const int NearEnd = 2;

    /// <summary>A turn, or why there is none.</summary>
    internal readonly record struct Found(Turn? Turn, IResult? Problem)
    {
        public static implicit operator Found(Turn turn) => new(turn, null);

        public static Found Refused(IResult problem) => new(null, problem);
    }

    public async Task<IResult> AskAsync(CurrentUser user, IdempotencyKey? key, Func<Task<Found>> find, CancellationToken cancellationToken)
    {
        if (key is not null && await AgainAsync(user, key, cancellationToken) is { } again) return again;

        var (turn, problem) = await find();

        // The same request may have come in between, and be what stands in the way.
        if (turn is null) return (key is null ? null : await AgainAsync(user, key, cancellationToken)) ?? problem!;
        if (starter.IsFull(user.Id, turn.Answers))
            return Problems.TooManyRequests("too-many-answers", $"{options.Value.MaxRunsPerUser} answers are being made for you already. Wait for one to end, or stop one.", TimeSpan.FromSeconds(5));

        try
        {
            return Stream(user, (await starter.StartAsync(turn, user.ToCaller(CallProtocol.Chat), key, cancellationToken)).Log);
        }
        catch (InferenceException e)
        {
            return Problems.From(e);
        }
        catch (PromptTooLongException e)
        {
            return Problems.BadRequest("prompt-too-long", e.Message);
        }
        catch (TurnExistsException)
        {
            return await AgainAsync(user, key!, cancellationToken) ?? Problems.Conflict("turn-exists", "The same request is being handled. Send it again.");
        }
        catch (PlaceChangedException)
        {
            return (key is null ? null : await AgainAsync(user, key, cancellationToken))
                ?? Problems.Conflict("place-changed", "The message that this hangs on was deleted or is being answered in another window. Look at the conversation again.");
        }
    }

    /// <summary>A question with nothing before it.</summary>
    public async Task<Found> BeginTurnAsync(Conversation conversation, AskRequest request, CancellationToken cancellationToken)
    {
        var (parts, problem) = await files.ResolveAsync(conversation.OwnerId, request.ToParts(), cancellationToken);
        return parts is null ? Found.Refused(problem!) : new Turn(conversation, [], parts, null, request.Model, request.Options) { Models = request.Models ?? [] };
    }

    /// <summary>The place of a new question, or of one that is asked in other words: beside the first.</summary>
    public async Task<Found> FindTurnAsync(Guid owner, Guid id, AskRequest request, CancellationToken cancellationToken)
    {
        if (await db.Conversations.FirstOrDefaultAsync(c => c.Id == id && c.OwnerId == owner, cancellationToken) is not { } conversation) return Found.Refused(Problems.NotFound("conversation"));
        var begun = await BeginTurnAsync(conversation, request, cancellationToken);
        if (begun.Turn is not { } turn) return begun;
        if ((request.EditOf ?? request.ParentId ?? conversation.ActiveLeafId) is not { } parent) return turn;

        var history = await db.ReadBranchAsync(id, owner, parent, NearEnd + (request.EditOf is null ? 0 : 1), cancellationToken);
        if (request.EditOf is not null)
        {
            if (history is not [{ Role: MessageRole.User }, ..]) return Found.Refused(Problems.Invalid("editOf", "There is no such question in this conversation."));
            history.RemoveAt(0);
            if (history.Count == 0) return turn;
        }

        if (history.Count == 0) return Found.Refused(Problems.Invalid("parentId", "There is no such message in this conversation."));
        if (history[0].Role is MessageRole.User) return Found.Refused(Problems.Invalid("parentId", "A question follows an answer; this message is a question. Answer it again with regenerate."));
        if (history[0].Status is MessageStatus.Running) return Found.Refused(Problems.Conflict("answer-running", "The answer before is still being made. Wait for its end, or stop it."));

        var place = history[0].Id;
        history.Reverse();
        return turn with { History = history, Parent = place };
    }

    /// <summary>An answer that broke off, to be gone on with.</summary>
    public async Task<Found> FindTurnOnAsync(Guid owner, Guid id, Guid messageId, ContinueRequest? request, CancellationToken cancellationToken)
    {
        if (await db.Conversations.FirstOrDefaultAsync(c => c.Id == id && c.OwnerId == owner, cancellationToken) is not { } conversation) return Found.Refused(Problems.NotFound("conversation"));

        var history = await db.ReadBranchAsync(id, owner, messageId, NearEnd, cancellationToken);
        if (history.Count == 0) return Found.Refused(Problems.NotFound("message"));
        var answer = history[0];
        if (answer.Role is MessageRole.User) return Found.Refused(Problems.Conflict("not-an-answer", "This message is a question. Answer it again with regenerate."));
        if (answer.Status is MessageStatus.Running) return Found.Refused(Problems.Conflict("answer-running", "This answer is still being made. Wait for its end, or stop it."));
        if (history.Count == 1) return Found.Refused(Problems.Conflict("no-question", "The question of this answer is gone."));

        history.Reverse();
        return new Turn(conversation, history, null, answer.ParentId, answer.Model, request?.Options ?? answer.Settings?.Options) { Continued = answer };
    }

    /// <summary>The place of an answer that is made again; a question can be named too.</summary>
    public async Task<Found> FindTurnAgainAsync(Guid owner, Guid id, Guid messageId, RegenerateRequest request, CancellationToken cancellationToken)
    {
        if (await db.Conversations.FirstOrDefaultAsync(c => c.Id == id && c.OwnerId == owner, cancellationToken) is not { } conversation) return Found.Refused(Problems.NotFound("conversation"));

        var branch = await db.ReadBranchAsync(id, owner, messageId, NearEnd, cancellationToken);
        if (branch.Count == 0) return Found.Refused(Problems.NotFound("message"));
        var old = branch[0];
        if (old.Status is MessageStatus.Running) return Found.Refused(Problems.Conflict("answer-running", "This answer is still being made. Wait for its end, or stop it."));
        if (old.Role is MessageRole.Assistant) branch.RemoveAt(0);
        if (branch.Count == 0) return Found.Refused(Problems.Conflict("no-question", "The question of this answer is gone."));

        branch.Reverse();
        return new Turn(conversation, branch, null, branch[^1].Id, request.Model ?? old.Model, request.Options);
    }

    /// <summary>The stream of a live answer, or of one that ended a moment ago when the caller saw a part of it.</summary>
    public IResult Follow(CurrentUser user, Guid conversation, Guid? message, string? lastEventId)
    {
        var seen = AnswerStream.MessageOf(lastEventId);
        var run = (message ?? seen) is { } named ? runs.Find(user.Id, conversation, named) : runs.FindLive(user.Id, conversation);
        if (run is null || (run.EndedAt is not null && seen != run.MessageId)) return TypedResults.NoContent();
        return Stream(user, run.Log, AnswerStream.PositionAfter(lastEventId, run.MessageId));
    }

    private async Task<IResult?> AgainAsync(CurrentUser user, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var (turn, problem) = await key.FindAsync(db, user.Id, time.GetUtcNow(), cancellationToken);
        if (problem is not null) return problem;
        if (turn is null) return null;
        if (runs.Find(user.Id, turn.ConversationId, turn.MessageId) is { } run) return Stream(user, run.Log);

        var message = await db.Messages.AsNoTracking().FirstOrDefaultAsync(
            m => m.Id == turn.MessageId && m.OwnerId == user.Id && db.Conversations.Any(c => c.Id == m.ConversationId), cancellationToken);
        return message is null
            ? Problems.Of(StatusCodes.Status410Gone, "turn-gone", "This request was answered, and the conversation has been deleted since. Take a new key to ask again.")
            : Stream(user, StoredAnswer.ToLog(message));
    }

    public Task<bool> OwnsAsync(Guid owner, Guid conversation, CancellationToken cancellationToken) =>
        db.Conversations.AnyAsync(c => c.Id == conversation && c.OwnerId == owner, cancellationToken);

    /// <summary>Whoever owns it, and be it in the trash; the caller looks.</summary>
    public Task<Conversation?> FindConversationAsync(Guid id, CancellationToken cancellationToken) => db.Conversations.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.Id == id, cancellationToken);

    private AnswerStream Stream(CurrentUser user, RunLog log, int position = 0)
    {
        var revoked = revocations; // not this object: the stream outlives its scope
        return new(log, position, () => revoked.IsRevoked(user));
    }
}

internal static class AnswersScope
{
    /// <summary>A scope that ends before the stream begins: a viewer of minutes must not hold a database context.</summary>
    public static AsyncServiceScope CreateAnswersScope(this IServiceScopeFactory scopes, out Answers answers)
    {
        var scope = scopes.CreateAsyncScope();
        answers = scope.ServiceProvider.GetRequiredService<Answers>();
        return scope;
    }
}
