using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Notes;

internal static class NoteEndpoints
{
    private const int QueryLength = 200;

    public static void MapNoteEndpoints(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListNotes).WithSummary("List notes").WithDescription("Last changed first. `q` finds notes whose text, or the text they are on, contains it.")
            .ProducesValidationProblem().WithExample(response: new Page<NoteResponse>([NoteResponse.Example], null));
        api.MapPost("/", CreateNote).WithSummary("Make a note")
            .WithDescription($"On a conversation, a message, or a range of a message's text. A conversation holds {NoteLimits.PerConversation} of them.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(CreateNoteRequest.Example, NoteResponse.Example);
        api.MapGet("/{id:guid}", GetNote).WithSummary("Read a note").WithExample(response: NoteResponse.Example);
        api.MapPatch("/{id:guid}", UpdateNote).WithSummary("Change a note").WithDescription("What it is on stays.")
            .ProducesValidationProblem().WithExample(new UpdateNoteRequest("Flights in May are taken."), NoteResponse.Example);
        api.MapDelete("/{id:guid}", DeleteNote).WithSummary("Delete a note").WithExample(response: null);
    }

    private static async Task<Results<Ok<Page<NoteResponse>>, ProblemHttpResult>> ListNotes(
        ChatDb db, CurrentUser user, CancellationToken cancellationToken,
        Guid? conversation = null, Guid? message = null, [MaxLength(QueryLength)] string? q = null, [Range(1, 200)] int limit = 50, string? after = null)
    {
        var query = db.Notes.AsNoTracking().Where(n => n.OwnerId == user.Id);
        if (conversation is not null) query = query.Where(n => n.ConversationId == conversation);
        if (message is not null) query = query.Where(n => n.MessageId == message);
        if (!string.IsNullOrWhiteSpace(q))
        {
            var pattern = LikePattern.Containing(q.Trim());
            query = query.Where(n => EF.Functions.ILike(n.Text, pattern, "\\") || EF.Functions.ILike(n.Quote!, pattern, "\\"));
        }

        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(n => EF.Functions.LessThan(ValueTuple.Create(n.UpdatedAt, n.Id), ValueTuple.Create(time, id)));
        }

        // Joined, so that notes of what is in the trash are there with it.
        var found = await query.OrderByDescending(n => n.UpdatedAt).ThenByDescending(n => n.Id)
            .Join(db.Conversations, n => n.ConversationId, c => c.Id, NoteResponse.From).Take(limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.UpdatedAt, last.Id)));
    }

    private static async Task<Results<Created<NoteResponse>, ProblemHttpResult>> CreateNote(
        CreateNoteRequest request, NoteMaker maker, ChatDb db, Changes changes, CurrentUser user, CancellationToken cancellationToken)
    {
        var (note, problem) = await maker.MakeAsync(user.Id, request, cancellationToken);
        if (note is null) return problem!;

        changes.Publish(user.Id, ChangeKinds.Note, note.Id);
        return TypedResults.Created($"/api/v1/notes/{note.Id}", await ReadAsync(db, user.Id, note.Id, cancellationToken));
    }

    private static async Task<Results<Ok<NoteResponse>, ProblemHttpResult>> GetNote(Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken) =>
        await ReadAsync(db, user.Id, id, cancellationToken) is { } found ? TypedResults.Ok(found) : Problems.NotFound("note");

    private static async Task<Results<Ok<NoteResponse>, ProblemHttpResult>> UpdateNote(
        Guid id, UpdateNoteRequest request, ChatDb db, Changes changes, CurrentUser user, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var updated = await Reachable(db, user.Id, id).ExecuteUpdateAsync(set => set.SetProperty(n => n.Text, request.Text!).SetProperty(n => n.UpdatedAt, now), cancellationToken);
        if (updated > 0) changes.Publish(user.Id, ChangeKinds.Note, id);
        return await GetNote(id, db, user, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteNote(Guid id, ChatDb db, Changes changes, CurrentUser user, CancellationToken cancellationToken)
    {
        if (await Reachable(db, user.Id, id).ExecuteDeleteAsync(cancellationToken) == 0) return Problems.NotFound("note");

        changes.Publish(user.Id, ChangeKinds.Note, id);
        return TypedResults.NoContent();
    }

    private static IQueryable<Note> Reachable(ChatDb db, Guid owner, Guid id) =>
        db.Notes.Where(n => n.Id == id && n.OwnerId == owner && db.Conversations.Any(c => c.Id == n.ConversationId));

    private static Task<NoteResponse?> ReadAsync(ChatDb db, Guid owner, Guid id, CancellationToken cancellationToken) =>
        db.Notes.AsNoTracking().Where(n => n.Id == id && n.OwnerId == owner).Join(db.Conversations, n => n.ConversationId, c => c.Id, NoteResponse.From).FirstOrDefaultAsync(cancellationToken);
}
