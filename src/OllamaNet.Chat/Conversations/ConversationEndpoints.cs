using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Runs;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Conversations;

public sealed record CreateConversationRequest([MaxLength(ConversationConfiguration.TitleLength)] string? Title, [MaxLength(ConversationConfiguration.ModelLength)] string? Model, Guid? PresetId = null);

/// <summary>A null leaves the field as it is.</summary>
public sealed record UpdateConversationRequest([StringLength(ConversationConfiguration.TitleLength, MinimumLength = 1)] string? Title, [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] string? Model);

internal static class ConversationEndpoints
{
    public static void MapConversations(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListConversations).WithSummary("List conversations").WithDescription("Newest activity first.")
            .ProducesValidationProblem().WithExample(response: new Page<ConversationResponse>([ConversationResponse.Example], "638…"));
        api.MapPost("/", CreateConversation).WithSummary("Create a conversation")
            .ProducesValidationProblem().WithExample(new CreateConversationRequest("Trip to Lisbon", "llama3.2"), ConversationResponse.Example);
        api.MapGet("/{id:guid}", GetConversation).WithSummary("Read a conversation").WithExample(response: ConversationResponse.Example);
        api.MapPatch("/{id:guid}", UpdateConversation).WithSummary("Rename a conversation, or change its model")
            .ProducesValidationProblem().WithExample(new UpdateConversationRequest("Lisbon in May", null), ConversationResponse.Example);
        api.MapDelete("/{id:guid}", DeleteConversation).WithSummary("Delete a conversation with its messages").WithDescription("An answer that is being made is stopped.")
            .WithExample(response: null);
    }

    private static async Task<Results<Ok<Page<ConversationResponse>>, ProblemHttpResult>> ListConversations(
        ChatDb db, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        var query = db.Conversations.AsNoTracking().Where(c => c.OwnerId == user.Id);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.UpdatedAt, c.Id), ValueTuple.Create(time, id)));
        }

        var found = await query.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id).Take(limit + 1).Select(ConversationResponse.From(db)).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.UpdatedAt, last.Id)));
    }

    private static async Task<Results<Created<ConversationResponse>, ProblemHttpResult>> CreateConversation(
        CreateConversationRequest request, ChatDb db, CurrentUser user, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.PresetId is { } preset && !await db.Presets.UsableBy(user.Id).AnyAsync(p => p.Id == preset, cancellationToken)) return Problems.NotFound("preset");

        var now = time.GetUtcNow();
        var conversation = new Conversation { Id = Guid.CreateVersion7(now), OwnerId = user.Id, Title = request.Title, Model = request.Model, PresetId = request.PresetId, CreatedAt = now, UpdatedAt = now };
        db.Add(conversation);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/conversations/{conversation.Id}", ConversationResponse.Of(conversation));
    }

    private static async Task<Results<Ok<ConversationResponse>, ProblemHttpResult>> GetConversation(Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken) =>
        await db.Conversations.AsNoTracking().Where(c => c.Id == id && c.OwnerId == user.Id).Select(ConversationResponse.From(db)).FirstOrDefaultAsync(cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : Problems.NotFound("conversation");

    private static async Task<Results<Ok<ConversationResponse>, ProblemHttpResult>> UpdateConversation(
        Guid id, UpdateConversationRequest request, ChatDb db, CurrentUser user, CancellationToken cancellationToken)
    {
        var updated = await db.Conversations.Where(c => c.Id == id && c.OwnerId == user.Id).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Title, c => request.Title ?? c.Title).SetProperty(c => c.Model, c => request.Model ?? c.Model), cancellationToken);
        return updated == 0 ? Problems.NotFound("conversation") : await GetConversation(id, db, user, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteConversation(
        Guid id, ChatDb db, CurrentUser user, RunRegistry runs, ILogger<Conversation> logger, CancellationToken cancellationToken)
    {
        var deleted = await db.Conversations.Where(c => c.Id == id && c.OwnerId == user.Id).ExecuteDeleteAsync(cancellationToken);
        if (deleted == 0) return Problems.NotFound("conversation");

        foreach (var run in runs.Live.Where(r => r.ConversationId == id)) run.Stop();
        logger.ConversationDeleted(id);
        return TypedResults.NoContent();
    }
}
