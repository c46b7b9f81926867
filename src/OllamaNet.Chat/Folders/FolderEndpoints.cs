using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Removals;
using OllamaNet.Chat.Trash;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Folders;

internal static class FolderEndpoints
{
    private const string Keep = "keep";
    private const string Delete = "delete";

    public static void MapFolders(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/folders").WithTags("Folders").RequirePermission(Permissions.ConversationsUse);
        api.MapGet("/", ListFolders).WithSummary("List folders").WithDescription("All levels, oldest first; `parentId` makes the tree.")
            .ProducesValidationProblem().WithExample(response: new Page<FolderSummary>([FolderSummary.Example], null));
        api.MapPost("/", CreateFolder).WithSummary("Create a folder")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithExample(new CreateFolderRequest("Travel", null, "teal", "plane"), FolderResponse.Example);
        api.MapGet("/{id:guid}", GetFolder).WithSummary("Read a folder").WithExample(response: FolderResponse.Example);
        api.MapPatch("/{id:guid}", UpdateFolder).WithSummary("Change a folder").WithDescription("What is left out stays; a null takes it away, except the name.")
            .ProducesValidationProblem().WithExample(new UpdateFolderRequest { Name = "Travel", Colour = "blue" }, FolderResponse.Example);
        api.MapPost("/{id:guid}/move", MoveFolder).WithSummary("Move a folder into another, or to the top").WithDescription("A folder cannot go into itself or into one below it.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithExample(new MoveFolderRequest(null), FolderResponse.Example);
        api.MapDelete("/{id:guid}", DeleteFolder).WithSummary("Delete a folder")
            .WithDescription("`contents=keep` (default) moves what is in it one level up; `contents=delete` deletes the folders below too and puts the conversations into the trash. For an hour `…/restore` takes it back.")
            .ProducesValidationProblem().WithExample();
    }

    private static async Task<Results<Ok<Page<FolderSummary>>, ProblemHttpResult>> ListFolders(
        ChatDb db, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 200, string? after = null)
    {
        var query = db.Folders.AsNoTracking().Where(f => f.OwnerId == user.Id);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out _, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(f => f.Id > id);
        }

        var found = await query.OrderBy(f => f.Id).Take(limit + 1).Select(FolderSummary.From).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Created<FolderResponse>, ProblemHttpResult>> CreateFolder(
        CreateFolderRequest request, ChatDb db, FolderTree tree, CurrentUser user, TimeProvider time, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await tree.BeginAsync(user.Id, cancellationToken);
        if (request.ParentId is { } parent && !await tree.HasAsync(user.Id, parent, cancellationToken)) return NoParent();
        if (await PresetProblemAsync(db, user, request.PresetId, cancellationToken) is { } problem) return problem;
        if (await db.Folders.CountAsync(f => f.OwnerId == user.Id, cancellationToken) >= FolderTree.MostFolders)
            return TooMany();

        var now = time.GetUtcNow();
        var folder = new Folder
        {
            Id = Guid.CreateVersion7(now),
            OwnerId = user.Id,
            ParentId = request.ParentId,
            Name = request.Name.Trim(),
            Colour = request.Colour,
            Icon = request.Icon,
            SystemPrompt = string.IsNullOrWhiteSpace(request.SystemPrompt) ? null : request.SystemPrompt,
            PresetId = request.PresetId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(folder);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Folder, folder.Id);
        return TypedResults.Created($"/api/v1/folders/{folder.Id}", FolderResponse.Of(folder));
    }

    private static async Task<Results<Ok<FolderResponse>, ProblemHttpResult>> GetFolder(Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken) =>
        await FindAsync(db, user, id, cancellationToken) is { } folder ? TypedResults.Ok(FolderResponse.Of(folder)) : Problems.NotFound("folder");

    private static async Task<Results<Ok<FolderResponse>, ProblemHttpResult>> UpdateFolder(
        Guid id, UpdateFolderRequest request, ChatDb db, FolderTree tree, CurrentUser user, TimeProvider time, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await tree.BeginAsync(user.Id, cancellationToken);
        if (await FindAsync(db, user, id, cancellationToken) is not { } folder) return Problems.NotFound("folder");
        if (await PresetProblemAsync(db, user, request.PresetId, cancellationToken) is { } problem) return problem;

        request.ApplyTo(folder);
        folder.UpdatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Folder, id);
        return TypedResults.Ok(FolderResponse.Of(folder));
    }

    private static async Task<Results<Ok<FolderResponse>, ProblemHttpResult>> MoveFolder(
        Guid id, MoveFolderRequest request, ChatDb db, FolderTree tree, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await tree.BeginAsync(user.Id, cancellationToken);
        if (!await tree.HasAsync(user.Id, id, cancellationToken)) return Problems.NotFound("folder");
        if (request.ParentId is { } parent && !await tree.HasAsync(user.Id, parent, cancellationToken)) return NoParent();
        if (!await tree.MoveAsync(user.Id, id, request.ParentId, cancellationToken))
            return Problems.Conflict("folder-cycle", "A folder cannot go into itself or into a folder below it.");

        var folder = await FindAsync(db, user, id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Folder, id);
        return TypedResults.Ok(FolderResponse.Of(folder!));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteFolder(
        Guid id, ChatDb db, FolderTree tree, FolderRemoval removal, TrashBin trash, CurrentUser user, Changes changes, CancellationToken cancellationToken, [AllowedValues(Keep, Delete)] string contents = Keep)
    {
        await using (var transaction = await tree.BeginAsync(user.Id, cancellationToken))
        {
            if (await FindAsync(db, user, id, cancellationToken) is not { } folder) return Problems.NotFound("folder");

            await (contents is Keep ? removal.DissolveAsync(folder, cancellationToken) : removal.DeleteAsync(folder, cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }

        if (contents is Delete) await trash.StopAnswersAsync(user.Id);
        changes.Publish(user.Id, ChangeKinds.Folder, id);
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return TypedResults.NoContent();
    }

    private static Task<Folder?> FindAsync(ChatDb db, CurrentUser user, Guid id, CancellationToken cancellationToken) =>
        db.Folders.FirstOrDefaultAsync(f => f.Id == id && f.OwnerId == user.Id, cancellationToken);

    internal static ProblemHttpResult TooMany() => Problems.Conflict("too-many-folders", $"You have {FolderTree.MostFolders} folders, the most there can be. Delete one you no longer need.");

    private static ProblemHttpResult NoParent() => Problems.Invalid("parentId", "There is no such folder.");

    private static async Task<ProblemHttpResult?> PresetProblemAsync(ChatDb db, CurrentUser user, Guid? preset, CancellationToken cancellationToken) =>
        preset is null || await db.PresetsUsableBy(user.Id).AnyAsync(p => p.Id == preset, cancellationToken) ? null : Problems.Invalid("presetId", "There is no such preset.");
}
