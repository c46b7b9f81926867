using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Feedback;

internal static class FeedbackEndpoints
{
    public static void MapFeedback(this RouteGroupBuilder api)
    {
        api.MapGet("/{id:guid}/feedback", ListFeedback).WithSummary("List what you think of the answers of a conversation").WithDescription("Newest first.")
            .ProducesValidationProblem().WithExample(response: new Page<FeedbackResponse>([FeedbackResponse.Example], null));
        api.MapGet("/{id:guid}/messages/{messageId:guid}/feedback", GetFeedback).WithSummary("Read what you think of an answer").WithExample(response: FeedbackResponse.Example);
        api.MapPut("/{id:guid}/messages/{messageId:guid}/feedback", PutFeedback).WithSummary("Say what you think of an answer")
            .WithDescription("Replaces what you said before. Administrators see it counted by model, with its reasons. They read the comment, the question and the answer only with `shared`, and only as long as it is set.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new PutFeedbackRequest(-1, ["incorrect"], "The capital is right, the river is not."), FeedbackResponse.Example);
        api.MapDelete("/{id:guid}/messages/{messageId:guid}/feedback", DeleteFeedback).WithSummary("Take back what you think of an answer").WithExample(response: null);
    }

    private static async Task<Results<Ok<Page<FeedbackResponse>>, ProblemHttpResult>> ListFeedback(
        Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 200, string? after = null)
    {
        if (!await db.Conversations.AnyAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken)) return Problems.NotFound("conversation");

        var query = db.Feedback.AsNoTracking().Where(f => f.UserId == user.Id && f.ConversationId == id);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var message)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(f => EF.Functions.LessThan(ValueTuple.Create(f.CreatedAt, f.MessageId), ValueTuple.Create(time, message)));
        }

        var found = await query.OrderByDescending(f => f.CreatedAt).ThenByDescending(f => f.MessageId).Take(limit + 1).Select(FeedbackResponse.From).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.MessageId)));
    }

    private static async Task<Results<Ok<FeedbackResponse>, ProblemHttpResult>> GetFeedback(Guid id, Guid messageId, ChatDb db, CurrentUser user, CancellationToken cancellationToken) =>
        await Own(db, user.Id, id, messageId).AsNoTracking().Select(FeedbackResponse.From).FirstOrDefaultAsync(cancellationToken) is { } found ? TypedResults.Ok(found) : Problems.NotFound("feedback");

    private static async Task<Results<Ok<FeedbackResponse>, ProblemHttpResult>> PutFeedback(
        Guid id, Guid messageId, PutFeedbackRequest request, ChatDb db, Changes changes, CurrentUser user, TimeProvider time, CancellationToken cancellationToken)
    {
        var message = await db.Messages.AsNoTracking()
            .Where(m => m.Id == messageId && m.ConversationId == id && m.OwnerId == user.Id && db.Conversations.Any(c => c.Id == id && c.OwnerId == user.Id))
            .Select(m => new { m.Role, m.Status, m.Model }).FirstOrDefaultAsync(cancellationToken);
        if (message is null) return Problems.NotFound("message");
        if (message.Role is not MessageRole.Assistant) return Problems.BadRequest("not-an-answer", "Only answers are rated; this message is a question.");
        if (message.Status is MessageStatus.Running) return Problems.Conflict("answer-running", "This answer is still being made. Wait for its end, or stop it.");

        var now = time.GetUtcNow();
        var comment = string.IsNullOrWhiteSpace(request.Comment) ? null : request.Comment;
        string[] reasons = [.. (request.Reasons ?? []).Distinct(StringComparer.Ordinal)];

        // One statement: two devices that say it at once leave one row.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.feedback (message_id, user_id, conversation_id, model, rating, reasons, comment, shared, created_at, updated_at)
            VALUES ({messageId}, {user.Id}, {id}, {message.Model ?? ""}, {(short)request.Rating}, {reasons}, {comment}, {request.Shared}, {now}, {now})
            ON CONFLICT (message_id, user_id) DO UPDATE
            SET rating = excluded.rating, reasons = excluded.reasons, comment = excluded.comment, shared = excluded.shared, updated_at = excluded.updated_at
            """, cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Feedback, id);
        return await GetFeedback(id, messageId, db, user, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteFeedback(Guid id, Guid messageId, ChatDb db, Changes changes, CurrentUser user, CancellationToken cancellationToken)
    {
        if (await Own(db, user.Id, id, messageId).ExecuteDeleteAsync(cancellationToken) == 0) return Problems.NotFound("feedback");

        changes.Publish(user.Id, ChangeKinds.Feedback, id);
        return TypedResults.NoContent();
    }

    private static IQueryable<AnswerFeedback> Own(ChatDb db, Guid user, Guid conversation, Guid message) =>
        db.Feedback.Where(f => f.MessageId == message && f.UserId == user && f.ConversationId == conversation && db.Conversations.Any(c => c.Id == conversation && c.OwnerId == user));
}
