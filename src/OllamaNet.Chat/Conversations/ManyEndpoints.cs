using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Trash;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Conversations;

public sealed record ConversationIds([Required, MinLength(1), MaxLength(ConversationIds.Most)] IReadOnlyList<Guid> Ids)
{
    public const int Most = 500;
}

/// <param name="FolderId">The folder they go into; null for none.</param>
public sealed record MoveConversationsRequest([Required, MinLength(1), MaxLength(ConversationIds.Most)] IReadOnlyList<Guid> Ids, Guid? FolderId);

/// <summary>A null leaves the field as it is.</summary>
public sealed record ChangeConversationsRequest(
    [Required, MinLength(1), MaxLength(ConversationIds.Most)] IReadOnlyList<Guid> Ids, bool? Pinned = null, bool? Archived = null,
    [MaxLength(ConversationTags.Most)] IReadOnlyList<Guid>? AddTags = null, [MaxLength(ConversationTags.Most)] IReadOnlyList<Guid>? RemoveTags = null);

/// <summary>The same done to many conversations. Ids that are missing or someone else's are left out; the answer names those that are not.</summary>
internal static class ManyEndpoints
{
    public static void MapMany(this RouteGroupBuilder api)
    {
        var example = new ConversationIds([ConversationResponse.Example.Id]);
        api.MapPost("/move", Move).WithSummary("Move conversations into a folder, or out of all").WithDescription("Answers with those that were moved.")
            .ProducesValidationProblem().WithExample(new MoveConversationsRequest(example.Ids, new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b77")), example);
        api.MapPost("/change", Change).WithSummary("Pin, archive or tag conversations").WithDescription("Answers with those that were changed.")
            .ProducesValidationProblem().WithExample(new ChangeConversationsRequest(example.Ids, Archived: true), example);
        api.MapPost("/delete", Delete).WithSummary("Move conversations to the trash").WithDescription("Answers that are being made are stopped. Answers with those that were moved there.")
            .ProducesValidationProblem().WithExample(example, example);
    }

    private static async Task<Results<Ok<ConversationIds>, ProblemHttpResult>> Move(
        MoveConversationsRequest request, ChatDb db, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (request.FolderId is { } folder && !await db.HoldFolderAsync(user.Id, folder, cancellationToken)) return Problems.Invalid("folderId", "There is no such folder.");
        var found = await FindAsync(db, user, request.Ids, cancellationToken);
        if (found.Count == 0) return Problems.NotFound("conversation");

        await db.Conversations.Where(c => found.Contains(c.Id) && c.OwnerId == user.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.FolderId, request.FolderId), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return TypedResults.Ok(new ConversationIds(found));
    }

    private static async Task<Results<Ok<ConversationIds>, ProblemHttpResult>> Change(
        ChangeConversationsRequest request, ChatDb db, CurrentUser user, TimeProvider time, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        IReadOnlyList<Guid> tags = [.. request.AddTags ?? [], .. request.RemoveTags ?? []];
        if (!await db.OwnsTagsAsync(user.Id, tags, cancellationToken)) return Problems.Invalid(request.AddTags is null ? "removeTags" : "addTags", "One of these tags does not exist.");
        var found = await FindAsync(db, user, request.Ids, cancellationToken);
        if (found.Count == 0) return Problems.NotFound("conversation");

        await db.Conversations.Where(c => found.Contains(c.Id) && c.OwnerId == user.Id).MarkAsync(request.Pinned, request.Archived, time.GetUtcNow(), cancellationToken);
        if (request.AddTags is { Count: > 0 } add) await db.AddTagsAsync(user.Id, found, add, cancellationToken);
        if (request.RemoveTags is { Count: > 0 } remove)
            await db.ConversationTags.Where(t => found.Contains(t.ConversationId) && remove.Contains(t.TagId)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return TypedResults.Ok(new ConversationIds(found));
    }

    private static async Task<Results<Ok<ConversationIds>, ProblemHttpResult>> Delete(
        ConversationIds request, ChatDb db, TrashBin trash, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        var found = await FindAsync(db, user, request.Ids, cancellationToken);
        if (found.Count == 0) return Problems.NotFound("conversation");

        await trash.PutAsync(user.Id, c => found.Contains(c.Id), cancellationToken);
        await trash.StopAnswersAsync(user.Id);
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return TypedResults.Ok(new ConversationIds(found));
    }

    private static Task<List<Guid>> FindAsync(ChatDb db, CurrentUser user, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        db.Conversations.Where(c => ids.Contains(c.Id) && c.OwnerId == user.Id).Select(c => c.Id).ToListAsync(cancellationToken);
}
