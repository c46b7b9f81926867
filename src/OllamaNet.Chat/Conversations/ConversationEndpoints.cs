using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Trash;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Conversations;

/// <param name="SystemPrompt">Null: the preset's or a folder's; an empty one: none.</param>
public sealed record CreateConversationRequest(
    [MaxLength(ConversationConfiguration.TitleLength)] string? Title, [MaxLength(ConversationConfiguration.ModelLength)] string? Model, Guid? PresetId = null, Guid? FolderId = null,
    [SystemPrompt] string? SystemPrompt = null, AnswerOptions? Options = null);

/// <summary>A null leaves the field as it is.</summary>
/// <param name="Tags">All it has from now on.</param>
public sealed record UpdateConversationRequest(
    [StringLength(ConversationConfiguration.TitleLength, MinimumLength = 1)] string? Title, [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] string? Model,
    bool? Pinned = null, bool? Archived = null, [MaxLength(ConversationTags.Most)] IReadOnlyList<Guid>? Tags = null)
{
    /// <summary>Shows the branch through this message, down to its newest.</summary>
    public Guid? ActiveLeafId { get; init; }
}

internal static class ConversationEndpoints
{
    public static void MapConversations(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListConversations).WithSummary("List conversations").WithDescription("Newest activity first; without the archived ones unless `archived` asks for them.")
            .ProducesValidationProblem().WithExample(response: new Page<ConversationResponse>([ConversationResponse.Example], "638…"));
        api.MapPost("/", CreateConversation).WithSummary("Create a conversation")
            .ProducesValidationProblem().WithExample(new CreateConversationRequest("Trip to Lisbon", "llama3.2"), ConversationResponse.Example);
        api.MapGet("/{id:guid}", GetConversation).WithSummary("Read a conversation").WithExample(response: ConversationResponse.Example);
        api.MapPatch("/{id:guid}", UpdateConversation).WithSummary("Change a conversation: its title, model, tags; pin it, archive it; switch the branch that is shown")
            .ProducesValidationProblem().WithExample(new UpdateConversationRequest("Lisbon in May", null), ConversationResponse.Example);
        api.MapDelete("/{id:guid}", DeleteConversation).WithSummary("Move a conversation to the trash").WithDescription("An answer that is being made is stopped. It can be restored for 30 days.")
            .WithExample(response: null);
    }

    private static async Task<Results<Ok<Page<ConversationResponse>>, ProblemHttpResult>> ListConversations(
        [AsParameters] ConversationFilter filter, ChatDb db, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        if (filter.IsFolderWrong) return Problems.Invalid("folder", "Give the id of a folder, or none.");
        var query = filter.Of(db, user.Id).AsNoTracking();
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.UpdatedAt, c.Id), ValueTuple.Create(time, id)));
        }

        var found = await query.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id).Take(limit + 1).Select(ConversationResponse.From(db)).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.UpdatedAt, last.Id)));
    }

    private static async Task<Results<Created<ConversationResponse>, ProblemHttpResult>> CreateConversation(
        CreateConversationRequest request, ChatDb db, CurrentUser user, TimeProvider time, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (request.FolderId is { } folder && !await db.HoldFolderAsync(user.Id, folder, cancellationToken)) return Problems.Invalid("folderId", "There is no such folder.");
        if (request.PresetId is { } preset && !await db.PresetsUsableBy(user.Id).AnyAsync(p => p.Id == preset, cancellationToken)) return Problems.NotFound("preset");

        var now = time.GetUtcNow();
        var conversation = new Conversation
        {
            Id = Guid.CreateVersion7(now),
            OwnerId = user.Id,
            Title = request.Title,
            Model = request.Model,
            PresetId = request.PresetId,
            FolderId = request.FolderId,
            SystemPrompt = SystemPromptAttribute.Stored(request.SystemPrompt),
            Options = request.Options,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(conversation);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Conversation, conversation.Id);
        return TypedResults.Created($"/api/v1/conversations/{conversation.Id}", ConversationResponse.Of(conversation));
    }

    private static async Task<Results<Ok<ConversationResponse>, ProblemHttpResult>> GetConversation(Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken) =>
        await db.Conversations.AsNoTracking().Where(c => c.Id == id && c.OwnerId == user.Id).Select(ConversationResponse.From(db)).FirstOrDefaultAsync(cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : Problems.NotFound("conversation");

    private static async Task<Results<Ok<ConversationResponse>, ProblemHttpResult>> UpdateConversation(
        Guid id, UpdateConversationRequest request, ChatDb db, CurrentUser user, TimeProvider time, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var conversation = db.Conversations.Where(c => c.Id == id && c.OwnerId == user.Id);
        if (await conversation.ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Title, c => request.Title ?? c.Title).SetProperty(c => c.Model, c => request.Model ?? c.Model), cancellationToken) == 0) return Problems.NotFound("conversation");

        if (request.ActiveLeafId is { } message)
        {
            if (await db.NewestLeafAsync(id, user.Id, message, cancellationToken) is not { } leaf) return Problems.NotFound("message");
            await conversation.ExecuteUpdateAsync(set => set.SetProperty(c => c.ActiveLeafId, leaf), cancellationToken);
        }

        await conversation.MarkAsync(request.Pinned, request.Archived, time.GetUtcNow(), cancellationToken);
        if (request.Tags is { } tags)
        {
            if (!await db.OwnsTagsAsync(user.Id, tags, cancellationToken)) return Problems.Invalid("tags", "One of these tags does not exist.");
            await db.SetTagsAsync(user.Id, id, tags, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return await GetConversation(id, db, user, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteConversation(
        Guid id, TrashBin trash, CurrentUser user, Changes changes, ILogger<Conversation> logger, CancellationToken cancellationToken)
    {
        if (await trash.PutAsync(user.Id, c => c.Id == id, cancellationToken) == 0) return Problems.NotFound("conversation");

        await trash.StopAnswersAsync(user.Id);
        logger.ConversationDeleted(id);
        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return TypedResults.NoContent();
    }
}
