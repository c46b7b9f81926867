using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Queue;

internal static class QueueEndpoints
{
    public static void MapQueue(this RouteGroupBuilder api)
    {
        api.MapGet("/{id:guid}/queue", ListQueue).WithSummary("Read the questions that wait").WithExample(response: new QueueResponse([QueuedQuestionResponse.Example]));
        api.MapPost("/{id:guid}/queue", Enqueue).WithSummary("Ask when the answer being made has ended")
            .WithDescription("The server asks it, in order, whether or not somebody looks; at once when nothing is being made. After an answer that failed or was stopped the queue pauses, and the first question says why. Not for API keys.")
            .ProducesValidationProblem().WithBodyLimit(Limits.Question).WithExample(new QueueQuestionRequest { Message = "And what is it known for?" }, QueuedQuestionResponse.Example);
        api.MapPatch("/{id:guid}/queue/{questionId:guid}", EditQueued).WithSummary("Change a question that waits")
            .ProducesValidationProblem().WithBodyLimit(Limits.Question).WithExample(new UpdateQueuedQuestionRequest { Message = "And what is it famous for?" }, QueuedQuestionResponse.Example);
        api.MapDelete("/{id:guid}/queue/{questionId:guid}", RemoveQueued).WithSummary("Take a question out of the queue").WithExample(response: null);
        api.MapPost("/{id:guid}/queue/resume", ResumeQueue).WithSummary("Go on with a queue that pauses").WithDescription("The first question is asked now, or when the answer being made has ended. Not for API keys.")
            .WithExample(response: null);
    }

    private static async Task<Results<Ok<QueueResponse>, ProblemHttpResult>> ListQueue(Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken)
    {
        if (!await db.Conversations.AnyAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken)) return Problems.NotFound("conversation");

        var waiting = await db.QueuedQuestions.AsNoTracking().Where(q => q.ConversationId == id && q.OwnerId == user.Id).InOrder().ToListAsync(cancellationToken);
        return TypedResults.Ok(new QueueResponse(waiting.ConvertAll(QueuedQuestionResponse.Of)));
    }

    private static async Task<Results<Created<QueuedQuestionResponse>, ProblemHttpResult>> Enqueue(
        Guid id, QueueQuestionRequest request, ChatDb db, QuestionFiles files, QueueAsker asker, Changes changes, CurrentUser user, TimeProvider time, IOptions<ChatOptions> options, CancellationToken cancellationToken)
    {
        if (user.KeyId is not null) return ForPeople();
        if (!await db.Conversations.AnyAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken)) return Problems.NotFound("conversation");
        var (parts, problem) = await files.ResolveAsync(user.Id, request.ToParts(), cancellationToken);
        if (parts is null) return problem!;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM chat.conversations WHERE id = {id} FOR NO KEY UPDATE", cancellationToken); // one after the other, so that the limit holds
        var waiting = await db.QueuedQuestions.CountAsync(q => q.ConversationId == id, cancellationToken);
        if (waiting >= options.Value.MaxQueuedQuestions)
            return Problems.Conflict("queue-full", $"{options.Value.MaxQueuedQuestions} questions wait already. Remove one, or wait until one was asked.");

        // Looked at now: the asker comes later, and an answer that was stopped meanwhile is to hold the queue.
        var straightAway = waiting == 0 && !await db.Messages.AnyAsync(m => m.ConversationId == id && m.Status == MessageStatus.Running, cancellationToken);
        var now = time.GetUtcNow();
        var question = new QueuedQuestion { Id = Guid.CreateVersion7(now), ConversationId = id, OwnerId = user.Id, Parts = parts, Model = request.Model, Options = request.Options, CreatedAt = now };
        db.Add(question);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        changes.Publish(user.Id, ChangeKinds.Queue, id);
        asker.Look(id, evenAfterFailure: straightAway);
        return TypedResults.Created($"/api/v1/conversations/{id}/queue/{question.Id}", QueuedQuestionResponse.Of(question));
    }

    private static async Task<Results<Ok<QueuedQuestionResponse>, ProblemHttpResult>> EditQueued(
        Guid id, Guid questionId, UpdateQueuedQuestionRequest request, ChatDb db, QuestionFiles files, Changes changes, CurrentUser user, CancellationToken cancellationToken)
    {
        if (user.KeyId is not null) return ForPeople();
        if (await db.QueuedQuestions.FirstOrDefaultAsync(q => q.Id == questionId && q.ConversationId == id && q.OwnerId == user.Id, cancellationToken) is not { } question)
            return Problems.NotFound("queued question");

        var (parts, problem) = await files.ResolveAsync(user.Id, request.ToParts(), cancellationToken);
        if (parts is null) return problem!;

        (question.Parts, question.Model) = (parts, request.Model ?? question.Model);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problems.NotFound("queued question"); // it was asked, or changed elsewhere, in this moment
        }

        changes.Publish(user.Id, ChangeKinds.Queue, id);
        return TypedResults.Ok(QueuedQuestionResponse.Of(question));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveQueued(
        Guid id, Guid questionId, ChatDb db, QueueAsker asker, Changes changes, CurrentUser user, CancellationToken cancellationToken)
    {
        var removed = await db.QueuedQuestions.Where(q => q.Id == questionId && q.ConversationId == id && q.OwnerId == user.Id).ExecuteDeleteAsync(cancellationToken);
        if (removed == 0) return Problems.NotFound("queued question");

        changes.Publish(user.Id, ChangeKinds.Queue, id);
        asker.Look(id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> ResumeQueue(Guid id, ChatDb db, QueueAsker asker, Changes changes, CurrentUser user, CancellationToken cancellationToken)
    {
        if (!await db.Conversations.AnyAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken)) return Problems.NotFound("conversation");
        if (user.KeyId is not null) return ForPeople();

        await db.QueuedQuestions.Where(q => q.ConversationId == id && q.OwnerId == user.Id && q.Problem != null).ExecuteUpdateAsync(set => set.SetProperty(q => q.Problem, (string?)null), cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Queue, id);
        asker.Look(id, evenAfterFailure: true);
        return TypedResults.Accepted((string?)null);
    }

    // What a key may ask is checked when it asks; a queue asks later, as the person.
    private static ProblemHttpResult ForPeople() => Problems.Forbidden("not-for-keys", "An API key cannot leave questions to be asked later. Ask with POST …/messages when the answer has ended.");

    internal static IQueryable<QueuedQuestion> InOrder(this IQueryable<QueuedQuestion> questions) => questions.OrderBy(q => q.CreatedAt).ThenBy(q => q.Id);
}
