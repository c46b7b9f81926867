using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Notes;
using OllamaNet.Chat.Transfers.Imports;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Feedback;

/// <param name="GoodShare">Of 1: how much of the feedback is a thumbs up.</param>
/// <param name="Shared">How many let administrators read them.</param>
/// <param name="Reasons">Most frequent first.</param>
public sealed record ModelFeedback(string Model, int Good, int Bad, double GoodShare, int Shared, IReadOnlyList<ReasonCount> Reasons);

public sealed record ReasonCount(string Reason, int Count);

public sealed record FeedbackReport(IReadOnlyList<ModelFeedback> Items);

/// <param name="Question">Null when the answer has none any more.</param>
public sealed record SharedFeedback(Guid MessageId, string Model, int Rating, IReadOnlyList<string> Reasons, string? Comment, string? Question, string Answer, DateTimeOffset UpdatedAt)
{
    internal static SharedFeedback Example { get; } = new(
        new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01"), "llama3.2", -1, ["incorrect"], "The capital is right, the river is not.", "What is the capital of Portugal, and on which river is it?",
        "Lisbon, on the Douro.", new(2026, 11, 20, 9, 41, 0, TimeSpan.Zero));
}

/// <summary>What people think of the models: numbers of all, words of those who shared them. Nobody is named.</summary>
internal static class FeedbackReportEndpoints
{
    private const int MostModels = 500;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    public static void MapFeedbackReport(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/admin/feedback").WithTags("Feedback");
        api.MapGet("/", GetFeedbackReport).RequirePermission(Permissions.UsageRead).WithSummary("What everybody thinks of the models")
            .WithDescription("For administrators. Counted by model, from `from` to before `to`; the last 30 days where nothing else is said. No words of anybody's are in it, and nothing about imported conversations. At most 500 models, those with most feedback.")
            .WithExample(response: new FeedbackReport([new("llama3.2", 41, 7, 0.854, 3, [new("helpful", 22), new("incorrect", 5)])])).ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/shared", ListSharedFeedback).RequirePermission(Permissions.UsersManage).WithSummary("Read feedback that was shared")
            .WithDescription("For administrators. Comment, question and answer of those who share them at this moment, without their names; last changed first.")
            .ProducesValidationProblem().WithExample(response: new Page<SharedFeedback>([SharedFeedback.Example], null));
    }

    private static async Task<Results<Ok<FeedbackReport>, ProblemHttpResult>> GetFeedbackReport(
        ChatDb db, TimeProvider time, CancellationToken cancellationToken, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var (end, start) = (to?.ToUniversalTime() ?? time.GetUtcNow(), from?.ToUniversalTime());
        start ??= end - DateTimeOffset.MinValue > Usual ? end - Usual : DateTimeOffset.MinValue;
        if (start >= end) return Problems.Invalid("from", "It must be before 'to'.");

        // What came in a file may say anything, of any model.
        var within = db.Feedback.AsNoTracking().Where(f => f.UpdatedAt >= start && f.UpdatedAt < end && !db.Set<ImportedConversation>().Any(i => i.ConversationId == f.ConversationId));
        var counts = await within.GroupBy(f => f.Model)
            .Select(g => new { Model = g.Key, Good = g.Count(f => f.Rating > 0), All = g.Count(), Shared = g.Count(f => f.Shared) })
            .OrderByDescending(c => c.All).ThenBy(c => c.Model).Take(MostModels).ToListAsync(cancellationToken);
        var models = counts.ConvertAll(c => c.Model);
        var reasons = (await within.Where(f => models.Contains(f.Model)).SelectMany(f => f.Reasons, (f, reason) => new { f.Model, Reason = reason }).GroupBy(r => new { r.Model, r.Reason })
            .Select(g => new { g.Key.Model, g.Key.Reason, Count = g.Count() }).ToListAsync(cancellationToken)).ToLookup(r => r.Model, StringComparer.Ordinal);
        return TypedResults.Ok(new FeedbackReport([.. counts.OrderByDescending(c => c.All).ThenBy(c => c.Model, StringComparer.Ordinal).Select(c => new ModelFeedback(
            c.Model, c.Good, c.All - c.Good, Math.Round((double)c.Good / c.All, 3), c.Shared,
            [.. reasons[c.Model].OrderByDescending(r => r.Count).ThenBy(r => r.Reason, StringComparer.Ordinal).Select(r => new ReasonCount(r.Reason, r.Count))]))]));
    }

    private static async Task<Results<Ok<Page<SharedFeedback>>, ProblemHttpResult>> ListSharedFeedback(
        ChatDb db, CancellationToken cancellationToken, [MaxLength(ConversationConfiguration.ModelLength)] string? model = null, [Range(-1, 1)] int? rating = null, [Range(1, 200)] int limit = 50, string? after = null)
    {
        var query = db.Feedback.AsNoTracking().Where(f => f.Shared);
        if (model is not null) query = query.Where(f => f.Model == model);
        if (rating is not null) query = query.Where(f => f.Rating == rating);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(f => EF.Functions.LessThan(ValueTuple.Create(f.UpdatedAt, f.MessageId), ValueTuple.Create(time, id)));
        }

        // Only the answer that was rated and its question; nothing of a conversation in the trash.
        var found = await (
            from f in query
            join c in db.Conversations on f.ConversationId equals c.Id
            join answer in db.Messages on f.MessageId equals answer.Id
            join q in db.Messages on answer.ParentId equals q.Id into questions
            from question in questions.DefaultIfEmpty()
            where c.OwnerId == f.UserId && answer.OwnerId == f.UserId
            orderby f.UpdatedAt descending, f.MessageId descending
            select new { Feedback = f, Answer = answer.Parts, Question = question == null ? null : question.Parts }).Take(limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(
            found.ConvertAll(s => new SharedFeedback(
                s.Feedback.MessageId, s.Feedback.Model, s.Feedback.Rating, s.Feedback.Reasons, s.Feedback.Comment,
                s.Question is null ? null : NoteRange.TextOf(s.Question), NoteRange.TextOf(s.Answer), s.Feedback.UpdatedAt)),
            limit, last => Cursor.Format(last.UpdatedAt, last.MessageId)));
    }
}
