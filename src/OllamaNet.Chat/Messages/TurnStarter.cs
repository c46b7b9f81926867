using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Runs;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Messages;

/// <summary>Stores a turn, question and growing answers, in one transaction, and starts the runs that answer it.</summary>
internal sealed class TurnStarter(ChatDb db, SettingsResolver settings, PromptBuilder prompts, RunRegistry runs, AnswerRunner runner, Changes changes, TimeProvider time, IOptions<ChatOptions> options)
{
    /// <summary>That many answers more would be too many for this user at once.</summary>
    public bool IsFull(Guid owner, int more = 1) => runs.CountLive(owner) + more > options.Value.MaxRunsPerUser;

    /// <returns>The run of the answer; of several, the first one's.</returns>
    /// <exception cref="InferenceException">No model can take it; nothing was stored.</exception>
    /// <exception cref="PromptTooLongException">It does not fit into the model's context; nothing was stored.</exception>
    /// <exception cref="TurnExistsException">A turn with the same idempotency key was faster.</exception>
    /// <exception cref="PlaceChangedException">The place in the tree is not what it was when it was looked up.</exception>
    public async Task<Run> StartAsync(Turn turn, Caller caller, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        List<Plan> plans = [];
        foreach (var name in turn.Models.DefaultIfEmpty(turn.Model)) plans.Add(await PlanAsync(turn, name, caller, cancellationToken));

        var run = turn.Continued is { } answer
            ? await GoOnAsync(turn, answer, plans[0], key, cancellationToken)
            : await AnswerAsync(turn, plans, key, cancellationToken);
        changes.Publish(turn.Conversation.OwnerId, ChangeKinds.Conversation, turn.Conversation.Id);
        return run;
    }

    private async Task<Plan> PlanAsync(Turn turn, string? model, Caller caller, CancellationToken cancellationToken)
    {
        var how = await settings.ResolveAsync(turn.Conversation, model, turn.Options, caller, cancellationToken);
        ImageCheck.Refuse(turn, how.Model);
        return new(how, await prompts.BuildAsync(PromptOrder.Of(turn, how, caller), cancellationToken));
    }

    private async Task<Run> AnswerAsync(Turn turn, List<Plan> plans, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var question = turn.Question is null ? null : NewMessage(turn.Conversation, now, turn.Parent, MessageRole.User, MessageStatus.Complete, turn.Question, null);
        var parent = question?.Id ?? turn.Parent!.Value;

        // A millisecond apart, so that ids sort like the tree.
        List<Message> answers = [.. plans.Select((plan, i) => NewMessage(turn.Conversation, now.AddMilliseconds(i + 1), parent, MessageRole.Assistant, MessageStatus.Running, [], plan.Model))];
        for (var i = 0; i < answers.Count; i++) answers[i].Settings = plans[i].How.ToStored();

        var conversation = turn.Conversation;
        if (db.Entry(conversation).State is EntityState.Detached) db.Add(conversation);
        (conversation.ActiveLeafId, conversation.UpdatedAt, conversation.Model) = (answers[0].Id, now, plans[0].Model);
        if (question is not null) db.Add(question);
        if (question is not null) db.AddRange(question.Parts.Select(p => p.AttachmentId).OfType<Guid>().Distinct().Select(f => new MessageAttachment { MessageId = question.Id, AttachmentId = f }));
        db.AddRange(answers);
        Keep(key, conversation, answers[0].Id, now);
        await SaveAsync(key, cancellationToken);

        AnswerName[]? together = answers.Count == 1 ? null : [.. answers.Select(a => new AnswerName(a.Id, a.Model!))];
        var started = answers.ConvertAll(a => new Run(conversation.Id, a.Id, conversation.OwnerId, a.Model!, options.Value.MaxAnswerBytes));
        for (var i = 0; i < started.Count; i++) runner.Start(started[i], new(conversation.Id, parent, plans[i].Model, plans[i].Omitted) { Answers = together, Context = plans[i].Context }, plans[i].Request);
        return started[0];
    }

    /// <summary>The answer's own row runs again; what is there of it is the beginning of the stream.</summary>
    private async Task<Run> GoOnAsync(Turn turn, Message answer, Plan plan, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var (conversation, now) = (turn.Conversation, time.GetUtcNow());
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            conversation.UpdatedAt = now;
            if (!await db.IsWithinAsync(conversation.ActiveLeafId, answer.Id, cancellationToken)) conversation.ActiveLeafId = await db.NewestLeafAsync(conversation.Id, conversation.OwnerId, answer.Id, cancellationToken);
            Keep(key, conversation, answer.Id, now);
            await SaveAsync(key, cancellationToken);
            if (!await db.RunAgainAsync(answer, runs.RunnerId, cancellationToken)) throw new PlaceChangedException();
            await transaction.CommitAsync(cancellationToken);
        }

        var earlier = runs.Find(conversation.OwnerId, conversation.Id, answer.Id);
        var run = new Run(conversation.Id, answer.Id, conversation.OwnerId, plan.Model, options.Value.MaxAnswerBytes, new(answer.Parts, answer.Figures, earlier?.Log.NextNumber ?? 0));
        runner.Start(run, new(conversation.Id, answer.ParentId ?? Guid.Empty, plan.Model, plan.Omitted) { Context = plan.Context }, plan.Request with
        {
            Continue = plan.Request.Messages[^1].Role is ChatRole.Assistant,
            // A grammar would begin anew inside the answer.
            Options = plan.Request.Options with { Json = false, JsonSchema = null },
        });
        return run;
    }

    /// <summary>One answer to be made.</summary>
    private sealed record Plan(TurnSettings How, BuiltPrompt Prompt)
    {
        public string Model => How.Model.Name;

        public ChatRequest Request => Prompt.Request;

        public int Omitted => Prompt.Report.Omitted;

        public ContextFigures Context => ContextFigures.Of(Prompt.Report);
    }

    private void Keep(IdempotencyKey? key, Conversation conversation, Guid answer, DateTimeOffset now)
    {
        if (key is not null)
            db.Add(new IdempotentTurn { OwnerId = conversation.OwnerId, Key = key.Value, RequestHash = key.RequestHash, ConversationId = conversation.Id, MessageId = answer, CreatedAt = now });
    }

    private async Task SaveAsync(IdempotencyKey? key, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (key is not null && e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new TurnExistsException(e);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            throw new PlaceChangedException(e);
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

/// <summary>What the turn hangs on was deleted, or runs, since it was looked up.</summary>
internal sealed class PlaceChangedException(Exception? innerException = null) : Exception("The place of the turn has changed.", innerException);
