using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Trash;

/// <param name="PurgedAt">When it is gone for good.</param>
public sealed record TrashedConversation(Guid Id, string? Title, DateTimeOffset UpdatedAt, DateTimeOffset DeletedAt, DateTimeOffset PurgedAt)
{
    internal static TrashedConversation Example { get; } = new(
        ConversationResponse.Example.Id, "Trip to Lisbon", new(2026, 11, 20, 9, 31, 12, TimeSpan.Zero), new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), new(2026, 12, 21, 8, 0, 0, TimeSpan.Zero));
}

internal static class TrashEndpoints
{
    public static void MapTrash(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/trash").WithTags("Trash").RequirePermission(Permissions.ConversationsUse);
        api.MapGet("/", ListTrash).WithSummary("List the trash").WithDescription("Deleted conversations, the last first. Each can be restored until `purgedAt`.")
            .ProducesValidationProblem().WithExample(response: new Page<TrashedConversation>([TrashedConversation.Example], null));
        api.MapPost("/{id:guid}/restore", Restore).WithSummary("Restore a conversation").WithDescription("It comes back where it was; to the top when its folder is gone.")
            .WithExample(response: ConversationResponse.Example);
        api.MapPost("/restore", RestoreMany).WithSummary("Restore conversations").WithDescription("Answers with those that were restored.")
            .ProducesValidationProblem().WithExample(new ConversationIds([ConversationResponse.Example.Id]), new ConversationIds([ConversationResponse.Example.Id]));
        api.MapDelete("/{id:guid}", Purge).WithSummary("Delete a conversation of the trash for good").WithExample();
        api.MapDelete("/", Empty).WithSummary("Empty the trash").WithDescription("Nothing in it can be restored from here on; it is deleted at once, in the background.").WithExample();
    }

    private static async Task<Results<Ok<Page<TrashedConversation>>, ProblemHttpResult>> ListTrash(
        TrashBin trash, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        var query = trash.Of(user.Id).AsNoTracking();
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.DeletedAt!.Value, c.Id), ValueTuple.Create(time, id)));
        }

        var found = await query.OrderByDescending(c => c.DeletedAt).ThenByDescending(c => c.Id).Take(limit + 1)
            .Select(c => new { c.Id, c.Title, c.UpdatedAt, DeletedAt = c.DeletedAt!.Value }).ToListAsync(cancellationToken);
        var keep = trash.Keep;
        return TypedResults.Ok(Page.Of(
            found.ConvertAll(c => new TrashedConversation(c.Id, c.Title, c.UpdatedAt, c.DeletedAt, c.DeletedAt + keep)), limit, last => Cursor.Format(last.DeletedAt, last.Id)));
    }

    private static async Task<Results<Ok<ConversationResponse>, ProblemHttpResult>> Restore(
        Guid id, ChatDb db, TrashBin trash, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        if (await trash.RestoreAsync(user.Id, [id], cancellationToken) == 0) return Problems.NotFound("conversation");

        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return TypedResults.Ok(await db.Conversations.AsNoTracking().Where(c => c.Id == id && c.OwnerId == user.Id).Select(ConversationResponse.From(db)).FirstAsync(cancellationToken));
    }

    private static async Task<Results<Ok<ConversationIds>, ProblemHttpResult>> RestoreMany(
        ConversationIds request, TrashBin trash, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        var found = await trash.Of(user.Id).Where(c => request.Ids.Contains(c.Id)).Select(c => c.Id).ToListAsync(cancellationToken);
        if (found.Count == 0) return Problems.NotFound("conversation");

        await trash.RestoreAsync(user.Id, found, cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return TypedResults.Ok(new ConversationIds(found));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Purge(
        Guid id, ChatDb db, TrashBin trash, TrashPurge purge, CurrentUser user, AuditLog audit, Changes changes, CancellationToken cancellationToken)
    {
        // In the background: a large conversation takes longer than a request may.
        if (await audit.RecordAsync(db, token => trash.Of(user.Id).Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.DeletedAt, DateTimeOffset.UnixEpoch), token),
            AuditEntry.On(AuditActions.ConversationDeleted, "conversation", id), cancellationToken) == 0) return Problems.NotFound("conversation");

        purge.Wake();
        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Empty(ChatDb db, TrashBin trash, TrashPurge purge, CurrentUser user, AuditLog audit, Changes changes, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(db, token => trash.Of(user.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.DeletedAt, DateTimeOffset.UnixEpoch), token), new(AuditActions.TrashEmptied), cancellationToken);
        purge.Wake();
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return TypedResults.NoContent();
    }
}
