using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Runs;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

/// <summary>Stores a turn, question and growing answer, in one transaction, and starts the run that answers it.</summary>
internal sealed class TurnStarter(ChatDb db, SettingsResolver settings, RunRegistry runs, AnswerRunner runner, TimeProvider time, IOptions<ChatOptions> options)
{
    /// <summary>Another answer would be too many for this user at once.</summary>
    public bool IsFull(Guid owner) => runs.CountLive(owner) >= options.Value.MaxRunsPerUser;

    /// <exception cref="InferenceException">No model can take it; nothing was stored.</exception>
    /// <exception cref="TurnExistsException">A turn with the same idempotency key was faster.</exception>
    public async Task<Run> StartAsync(Turn turn, Caller caller, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var how = await settings.ResolveAsync(turn.Conversation, turn.Model, turn.Options, caller, cancellationToken);
        var model = how.Model;
        ImageCheck.Refuse(turn, model);
        var (request, omitted) = Prompt.Build(turn, caller, how, options.Value.ContextLength);

        var now = time.GetUtcNow();
        var question = turn.Question is null ? null : NewMessage(turn.Conversation, now, turn.Parent, MessageRole.User, MessageStatus.Complete, turn.Question, null);
        var parent = question?.Id ?? turn.Parent!.Value;

        // A millisecond later, so that ids sort like the tree.
        var answer = NewMessage(turn.Conversation, now.AddMilliseconds(1), parent, MessageRole.Assistant, MessageStatus.Running, [], model.Name);
        answer.Settings = how.ToStored();
        await StoreAsync(turn, question, answer, model.Name, key, now, cancellationToken);

        var run = new Run(turn.Conversation.Id, answer.Id, turn.Conversation.OwnerId, model.Name, options.Value.MaxAnswerBytes);
        runner.Start(run, new(turn.Conversation.Id, parent, model.Name, omitted), request);
        return run;
    }

    private async Task StoreAsync(Turn turn, Message? question, Message answer, string model, IdempotencyKey? key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var conversation = turn.Conversation;
        if (db.Entry(conversation).State is EntityState.Detached) db.Add(conversation);
        (conversation.ActiveLeafId, conversation.UpdatedAt, conversation.Model) = (answer.Id, now, model);
        if (question is not null) db.Add(question);
        db.Add(answer);
        if (key is not null)
            db.Add(new IdempotentTurn { OwnerId = conversation.OwnerId, Key = key.Value, RequestHash = key.RequestHash, ConversationId = conversation.Id, MessageId = answer.Id, CreatedAt = now });

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (key is not null && e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new TurnExistsException(e);
        }
    }

    private Message NewMessage(Conversation conversation, DateTimeOffset at, Guid? parent, MessageRole role, MessageStatus status, IReadOnlyList<MessagePart> parts, string? model) => new()
    {
        Id = Guid.CreateVersion7(at),
        ConversationId = conversation.Id,
        OwnerId = conversation.OwnerId,
        ParentId = parent,
        Role = role,
        Status = status,
        Parts = parts,
        Model = model,
        RunnerId = status is MessageStatus.Running ? runs.RunnerId : null,
        CreatedAt = at,
    };
}

internal sealed class TurnExistsException(Exception innerException) : Exception("The idempotency key has a turn already.", innerException);
