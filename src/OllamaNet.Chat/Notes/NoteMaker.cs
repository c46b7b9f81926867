using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Platform.Http;

namespace OllamaNet.Chat.Notes;

/// <summary>Makes a note, or says why it cannot be made.</summary>
internal sealed class NoteMaker(ChatDb db, TimeProvider time)
{
    public async Task<(Note?, ProblemHttpResult?)> MakeAsync(Guid owner, CreateNoteRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Locked, so that notes made at once are counted one after the other.
        var conversation = await db.Conversations.FromSql($"SELECT * FROM chat.conversations WHERE id = {request.ConversationId} AND owner_id = {owner} FOR UPDATE").AsNoTracking()
            .Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellationToken);
        if (conversation is not { } id) return (null, Problems.NotFound("conversation"));

        var (range, problem) = request.MessageId is { } message ? await FindRangeAsync(owner, id, message, request, cancellationToken) : default;
        if (problem is not null) return (null, problem);
        if (await db.Notes.CountAsync(n => n.ConversationId == id, cancellationToken) >= NoteLimits.PerConversation)
            return (null, Problems.Conflict("too-many-notes", $"This conversation has {NoteLimits.PerConversation} notes already. Delete one that is not needed any more."));

        var now = time.GetUtcNow();
        var note = new Note
        {
            Id = Guid.CreateVersion7(now),
            OwnerId = owner,
            ConversationId = id,
            MessageId = request.MessageId,
            RangeStart = range?.Start,
            RangeEnd = range?.End,
            Quote = range?.Quote,
            Text = request.Text!,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(note);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (note, null);
    }

    private async Task<(NoteRange?, ProblemHttpResult?)> FindRangeAsync(Guid owner, Guid conversation, Guid id, CreateNoteRequest request, CancellationToken cancellationToken)
    {
        var message = await db.Messages.AsNoTracking().Where(m => m.Id == id && m.ConversationId == conversation && m.OwnerId == owner).Select(m => new { m.Status, m.Parts }).FirstOrDefaultAsync(cancellationToken);
        if (message is null) return (null, Problems.NotFound("message"));
        if (request is not { RangeStart: { } start, RangeEnd: { } end }) return (null, null);
        if (message.Status is MessageStatus.Running) return (null, Problems.Conflict("answer-running", "This answer is still being made, its text is not final. Wait for its end, or note the whole message."));

        return NoteRange.Find(NoteRange.TextOf(message.Parts), start, end, request.Quote) is { } range
            ? (range, null)
            : (null, Problems.Invalid("rangeEnd", "The message has no such range: it ends before, a character would be cut in half, or the quote is not in it."));
    }
}
