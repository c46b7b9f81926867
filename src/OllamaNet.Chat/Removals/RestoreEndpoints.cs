using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Folders;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Runs;
using OllamaNet.Chat.Tags;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Removals;

/// <summary>The way back from a deletion, under the address of what was deleted.</summary>
internal static class RestoreEndpoints
{
    public static void AddRemovals(this IServiceCollection services)
    {
        services.AddScoped<RemovalBox>();
        services.AddScoped<MessageRemoval>();
        services.AddScoped<FolderRemoval>();
        services.AddScoped<TagRemoval>();
    }

    public static void MapRestoredMessages(this RouteGroupBuilder api) =>
        api.MapPost("/{id:guid}/messages/{messageId:guid}/restore", RestoreMessage).WithSummary("Take the deletion of a message back")
            .WithDescription("Within an hour, with all that followed it, notes and ratings. An answer that was being made comes back as interrupted. The branch that was shown is shown again.")
            .ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: MessageResponse.Example);

    public static void MapRestored(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").RequirePermission(Permissions.ConversationsUse);
        api.MapPost("/folders/{id:guid}/restore", RestoreFolder).WithTags("Folders").WithSummary("Take the deletion of a folder back")
            .WithDescription("Within an hour, with the folders that were deleted with it; what was in them comes back unless it was moved on since. At the top when the folder above is gone.")
            .ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: FolderResponse.Example);
        api.MapPost("/tags/{id:guid}/restore", RestoreTag).WithTags("Tags").WithSummary("Take the deletion of a tag back")
            .WithDescription("Within an hour, on the conversations that had it.").ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: TagResponse.Example);
    }

    private static async Task<Results<Ok<MessageResponse>, ProblemHttpResult>> RestoreMessage(
        Guid id, Guid messageId, ChatDb db, RemovalBox box, MessageRemoval messages, CurrentUser user, RunRegistry runs, Changes changes, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            if (await db.HoldAsync(id, user.Id, cancellationToken) is null) return Problems.NotFound("conversation");
            if (await box.HoldAsync(messageId, user.Id, RemovalKind.Message, id, cancellationToken) is not { } removal) return Problems.NotFound("message");
            try
            {
                await messages.RestoreAsync(removal, cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ForeignKeyViolation)
            {
                return Problems.Conflict("place-changed", "What this message followed was deleted too. Bring that back first.");
            }

            await transaction.CommitAsync(cancellationToken);
        }

        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return await MessageEndpoints.ReadAsync(id, messageId, db, user.Id, runs, cancellationToken) is { } message ? TypedResults.Ok(message) : Problems.NotFound("message");
    }

    private static async Task<Results<Ok<FolderResponse>, ProblemHttpResult>> RestoreFolder(
        Guid id, ChatDb db, FolderTree tree, RemovalBox box, FolderRemoval folders, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        await using (var transaction = await tree.BeginAsync(user.Id, cancellationToken))
        {
            if (await box.HoldAsync(id, user.Id, RemovalKind.Folder, null, cancellationToken) is not { } removal) return Problems.NotFound("folder");
            if (!await folders.RestoreAsync(removal, cancellationToken)) return FolderEndpoints.TooMany();
            await transaction.CommitAsync(cancellationToken);
        }

        changes.Publish(user.Id, ChangeKinds.Folder, id);
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return await db.Folders.AsNoTracking().FirstOrDefaultAsync(f => f.Id == id && f.OwnerId == user.Id, cancellationToken) is { } folder ? TypedResults.Ok(FolderResponse.Of(folder)) : Problems.NotFound("folder");
    }

    private static async Task<Results<Ok<TagResponse>, ProblemHttpResult>> RestoreTag(
        Guid id, ChatDb db, RemovalBox box, TagRemoval tags, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await box.HoldAsync(id, user.Id, RemovalKind.Tag, null, cancellationToken) is not { } removal) return Problems.NotFound("tag");
        if (await db.Tags.CountAsync(t => t.OwnerId == user.Id, cancellationToken) >= TagEndpoints.MostTags) return TagEndpoints.TooMany();
        if (await tags.RestoreAsync(removal, cancellationToken) is not { } tag) return Problems.Conflict("tag-exists", "You have another tag of this name by now. Rename that one first.");
        await transaction.CommitAsync(cancellationToken);

        changes.Publish(user.Id, ChangeKinds.Tag, id);
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return TypedResults.Ok(TagResponse.Of(tag));
    }
}
