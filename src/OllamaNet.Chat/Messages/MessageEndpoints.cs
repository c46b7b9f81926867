using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Runs;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Messages;

internal static class MessageEndpoints
{
    public static void MapMessages(this RouteGroupBuilder api)
    {
        api.MapGet("/{id:guid}/messages", ListMessages).WithSummary("Read a page of messages")
            .WithDescription("The newest page of the branch that ends at `leaf` (default: the one that is shown), oldest first within the page. "
                + "With `around` instead: the page with that message in its middle, on the branch that is shown if it is there, else on the newest that holds it; `leaf` says which, for `after`.")
            .ProducesValidationProblem().WithExample(response: new MessagePage([MessageResponse.Example], null, null));
        api.MapGet("/{id:guid}/messages/{messageId:guid}", GetMessage).WithSummary("Read a message").WithExample(response: MessageResponse.Example);
    }

    private static async Task<Results<Ok<MessagePage>, ProblemHttpResult>> ListMessages(
        Guid id, ChatDb db, CurrentUser user, RunRegistry runs, CancellationToken cancellationToken,
        [Range(1, 200)] int limit = 50, string? before = null, string? after = null, Guid? leaf = null, Guid? around = null)
    {
        if (before is not null && after is not null) return Problems.Invalid("before", "Give before or after, not both.");
        if (!TryParse(before, out var older)) return Problems.Invalid("before", "This is no cursor of this list. Leave it out to begin at the newest message.");
        if (!TryParse(after, out var newer)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the newest message.");

        if (around is not null && (before ?? after ?? leaf?.ToString()) is not null) return Problems.Invalid("around", "Give around alone.");
        if (around is { } wanted) return await ReadAroundAsync(id, wanted, limit, db, user, runs, cancellationToken);

        var conversation = await db.Conversations.AsNoTracking().Where(c => c.Id == id && c.OwnerId == user.Id).Select(c => new { c.ActiveLeafId }).FirstOrDefaultAsync(cancellationToken);
        if (conversation is null) return Problems.NotFound("conversation");
        if ((leaf ?? conversation.ActiveLeafId) is not { } end) return TypedResults.Ok(new MessagePage([], null, null));

        var page = newer is { } from
            ? await db.ReadBranchAfterAsync(id, user.Id, end, from, limit + 1, cancellationToken)
            : await db.ReadBranchAsync(id, user.Id, older ?? end, limit + (older is null ? 1 : 2), cancellationToken);
        if (page.Count == 0 && newer is null) return Problems.NotFound("message");

        return TypedResults.Ok(Paged(page, limit, older, newer, user.Id, runs, page.Count == 0 ? null : await db.ReadSiblingsAsync(id, page, cancellationToken)));
    }

    private static async Task<Results<Ok<MessageResponse>, ProblemHttpResult>> GetMessage(
        Guid id, Guid messageId, ChatDb db, CurrentUser user, RunRegistry runs, CancellationToken cancellationToken) =>
        await ReadAsync(id, messageId, db, user.Id, runs, cancellationToken) is { } message ? TypedResults.Ok(message) : Problems.NotFound("message");

    /// <summary>One message as it is now; null when it is not of this conversation and owner.</summary>
    internal static async Task<MessageResponse?> ReadAsync(Guid id, Guid messageId, ChatDb db, Guid owner, RunRegistry runs, CancellationToken cancellationToken)
    {
        if (!await db.Conversations.AnyAsync(c => c.Id == id && c.OwnerId == owner, cancellationToken)) return null;
        if (await db.Messages.AsNoTracking().FirstOrDefaultAsync(m => m.Id == messageId && m.ConversationId == id && m.OwnerId == owner, cancellationToken) is not { } message) return null;
        return MessageResponse.Of(message, runs.Find(owner, id, messageId), await db.ReadSiblingsAsync(id, [message], cancellationToken));
    }

    private static async Task<Results<Ok<MessagePage>, ProblemHttpResult>> ReadAroundAsync(
        Guid id, Guid message, int limit, ChatDb db, CurrentUser user, RunRegistry runs, CancellationToken cancellationToken)
    {
        if (await db.FindLeafThroughAsync(id, user.Id, message, cancellationToken) is not { } leaf) return Problems.NotFound("message");

        var (before, after) = (limit / 2, limit - 1 - limit / 2);
        var page = await db.ReadAroundAsync(id, user.Id, leaf, message, before + 1, after + 1, cancellationToken);
        page.Reverse();
        var place = page.FindIndex(m => m.Id == message);
        var (hasNewer, hasOlder) = (page.Count - 1 - place > after, place > before);
        if (hasNewer) page.RemoveAt(page.Count - 1);
        if (hasOlder) page.RemoveAt(0);
        var siblings = await db.ReadSiblingsAsync(id, page, cancellationToken);
        return TypedResults.Ok(new MessagePage(
            page.ConvertAll(m => MessageResponse.Of(m, runs.Find(user.Id, id, m.Id), siblings)),
            hasNewer ? page[^1].Id.ToString("N") : null, hasOlder ? page[0].Id.ToString("N") : null, leaf));
    }

    private static MessagePage Paged(List<Message> newestFirst, int limit, Guid? older, Guid? newer, Guid owner, RunRegistry runs, ILookup<Guid, Guid>? siblings)
    {
        if (older is not null) newestFirst.RemoveAt(0); // the message the cursor names was on the page before
        var more = newestFirst.Count > limit;
        if (more) newestFirst.RemoveAt(newer is null ? newestFirst.Count - 1 : 0);
        newestFirst.Reverse();
        var (first, last) = (newestFirst.FirstOrDefault()?.Id, newestFirst.LastOrDefault()?.Id);
        return new(
            newestFirst.ConvertAll(m => MessageResponse.Of(m, runs.Find(owner, m.ConversationId, m.Id), siblings)),
            Next: newer is not null ? (more ? last?.ToString("N") : null) : older is not null ? last?.ToString("N") : null,
            Previous: newer is not null ? first?.ToString("N") : more ? first?.ToString("N") : null);
    }

    private static bool TryParse(string? cursor, out Guid? id)
    {
        id = Guid.TryParseExact(cursor, "N", out var parsed) ? parsed : null;
        return cursor is null || id is not null;
    }
}
