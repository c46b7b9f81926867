using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Presets;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Context;

public sealed record EditSummaryRequest([Required, StringLength(8_000, MinimumLength = 1)] string Text);

internal static class ContextEndpoints
{
    /// <summary>More would leave no room for the conversation.</summary>
    private const int MostPinned = 32;

    private const int Excerpt = 160;

    public static void MapContext(this RouteGroupBuilder api)
    {
        api.MapGet("/{id:guid}/context", GetContext).WithSummary("Read how full the model's window is")
            .WithDescription("What would go to the model with the next question on the branch that ends at `leaf` (default: the one that is shown), and what would not.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable).WithExample(response: ContextResponse.Example);
        api.MapPut("/{id:guid}/summary", EditSummary).WithSummary("Change the summary of a branch")
            .WithDescription("It is not written over from then on; what is said later is added after it.")
            .ProducesValidationProblem().WithExample(new EditSummaryRequest("Ada plans a trip to Lisbon in May, by train."), SummaryResponse.Example);
        api.MapDelete("/{id:guid}/summary", ResetSummary).WithSummary("Forget the summary of a branch").WithDescription("The model writes a new one after the next answer, if one is needed.")
            .WithExample(response: null);
        api.MapPut("/{id:guid}/messages/{messageId:guid}/pin", PinMessage).WithSummary("Pin a message").WithDescription("It goes to the model with every question of its branch, however long the conversation grows.")
            .ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: null);
        api.MapDelete("/{id:guid}/messages/{messageId:guid}/pin", UnpinMessage).WithSummary("Unpin a message").WithExample(response: null);
    }

    private static async Task<Results<Ok<ContextResponse>, ProblemHttpResult>> GetContext(
        Guid id, ChatDb db, CurrentUser user, SettingsResolver settings, PromptBuilder builder, CancellationToken cancellationToken, Guid? leaf = null)
    {
        var levels = await SettingsLevel.ReadAsync(db, id, user.Id, cancellationToken);
        if (levels.Count == 0) return Problems.NotFound("conversation");

        var conversation = levels[0];
        var end = leaf ?? conversation.ActiveLeafId;
        var caller = user.ToCaller(CallProtocol.Chat);
        try
        {
            var how = await settings.ResolveAsync(levels, conversation.OwnModel, conversation.Own ?? new(), caller, cancellationToken);
            var built = await builder.BuildAsync(PromptOrder.Of(id, user.Id, end, null, how, caller) with { OnlyMeasure = true }, cancellationToken);
            if (end is not null && built.Branch.Messages.Count == 0) return Problems.NotFound("message");
            return TypedResults.Ok(Response(how.Model.Name, built.Report, built.Branch));
        }
        catch (InferenceException e)
        {
            return Problems.From(e);
        }
    }

    private static async Task<Results<Ok<SummaryResponse>, ProblemHttpResult>> EditSummary(
        Guid id, EditSummaryRequest request, ChatDb db, CurrentUser user, BranchReader branches, Changes changes, TimeProvider time, CancellationToken cancellationToken, Guid? leaf = null)
    {
        if (string.IsNullOrWhiteSpace(request.Text)) return Problems.Invalid("text", "The summary is empty. Reset it instead.");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // None is written after the newest while it is changed.
        if (await db.HoldAsync(id, user.Id, cancellationToken) is null || await SummariesAsync(id, leaf, db, user, branches, cancellationToken) is not { } found) return Problems.NotFound("conversation");
        if (found.Count == 0) return Problems.NotFound("summary");

        var (newest, now) = (found[^1], time.GetUtcNow());
        await db.Summaries.Where(s => s.Id == newest.Id && s.OwnerId == user.Id).ExecuteUpdateAsync(set => set
            .SetProperty(s => s.Text, request.Text.Trim()).SetProperty(s => s.Edited, true).SetProperty(s => s.UpdatedAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return TypedResults.Ok(SummaryResponse.Of(newest with { Text = request.Text.Trim(), Edited = true, UpdatedAt = now })!);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ResetSummary(
        Guid id, ChatDb db, CurrentUser user, BranchReader branches, Changes changes, CancellationToken cancellationToken, Guid? leaf = null)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.HoldAsync(id, user.Id, cancellationToken) is null || await SummariesAsync(id, leaf, db, user, branches, cancellationToken) is not { } found) return Problems.NotFound("conversation");

        var ids = found.ConvertAll(s => s.Id);
        await db.Summaries.Where(s => ids.Contains(s.Id) && s.OwnerId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PinMessage(Guid id, Guid messageId, ChatDb db, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        if (await db.Messages.CountAsync(m => m.ConversationId == id && m.OwnerId == user.Id && m.Pinned && m.Id != messageId, cancellationToken) >= MostPinned)
            return Problems.Conflict("too-many-pinned", $"{MostPinned} messages of this conversation are pinned already. Unpin one first.");
        return await SetPinnedAsync(id, messageId, pinned: true, db, user, changes, cancellationToken);
    }

    private static Task<Results<NoContent, ProblemHttpResult>> UnpinMessage(Guid id, Guid messageId, ChatDb db, CurrentUser user, Changes changes, CancellationToken cancellationToken) =>
        SetPinnedAsync(id, messageId, pinned: false, db, user, changes, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> SetPinnedAsync(Guid id, Guid messageId, bool pinned, ChatDb db, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        var updated = await db.Messages.Where(m => m.Id == messageId && m.ConversationId == id && m.OwnerId == user.Id && db.Conversations.Any(c => c.Id == id && c.OwnerId == user.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Pinned, pinned), cancellationToken);
        if (updated == 0) return Problems.NotFound("message");
        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return TypedResults.NoContent();
    }

    /// <summary>The summaries on a branch, oldest first; null when there is no such conversation of this user, or no such message in it.</summary>
    private static async Task<List<BranchSummary>?> SummariesAsync(Guid id, Guid? leaf, ChatDb db, CurrentUser user, BranchReader branches, CancellationToken cancellationToken)
    {
        if (await db.Conversations.AsNoTracking().Where(c => c.Id == id && c.OwnerId == user.Id).Select(c => new { c.ActiveLeafId }).FirstOrDefaultAsync(cancellationToken) is not { } conversation) return null;
        if ((leaf ?? conversation.ActiveLeafId) is not { } end) return [];
        var branch = await branches.ReadAsync(id, user.Id, end, 0, cancellationToken);
        return branch.Messages.Count == 0 ? null : [.. branch.Messages.SelectMany(m => branch.Summaries.Where(s => s.UpToMessageId == m.Id))];
    }

    private static ContextResponse Response(string model, PromptReport report, StoredBranch branch) => new(
        model, report.ContextLength, report.Room, report.Tokens, report.Exact, report.Parts, report.Omitted, report.Summarised, report.WindowStart,
        [.. branch.Messages.Where(m => m.Pinned).Select(m => new PinnedMessage(m.Id, m.Role is MessageRole.User ? "user" : "assistant", Beginning(PromptText.Of(m.Role, m.Parts ?? []).Content)))],
        SummaryResponse.Of(report.Summary, branch));

    private static string Beginning(string text) => text.Length <= Excerpt ? text : text[..(char.IsHighSurrogate(text[Excerpt - 1]) ? Excerpt - 1 : Excerpt)] + "…";
}
