using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Removals;
using OllamaNet.Chat.Runs;
using OllamaNet.Chat.Transfers.Imports;
using OllamaNet.Contracts.Chat;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Messages;

/// <param name="Text">In place of the message's text; its thinking and files stay.</param>
/// <param name="SeenAt">The <c>editedAt</c> of the text that was edited, or the <c>createdAt</c> when it never was. When given, a text that was edited since is left alone: 409.</param>
public sealed record EditMessageRequest([Required, StringLength(1_000_000, MinimumLength = 1)] string Text, DateTimeOffset? SeenAt) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Text)) yield return new("The message is empty.", [nameof(Text)]);
    }
}

/// <param name="MessageId">The last message that the new conversation has.</param>
/// <param name="Title">Left out: the title, with the word fork.</param>
public sealed record ForkRequest([Required] Guid? MessageId, [StringLength(ConversationConfiguration.TitleLength, MinimumLength = 1)] string? Title);

/// <summary>What changes the tree of messages without asking a model.</summary>
internal static class TreeEndpoints
{
    private const long TextLimit = 8 * 1024 * 1024;

    public static void MapTree(this RouteGroupBuilder api)
    {
        api.MapPatch("/{id:guid}/messages/{messageId:guid}", EditMessage).WithSummary("Change the text of a message")
            .WithDescription("In place, for questions and answers; what follows stays. To ask a question again in other words, post it with `editOf`.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithBodyLimit(TextLimit)
            .WithExample(new EditMessageRequest("Lisbon is the capital of Portugal.", null), MessageResponse.Example);
        api.MapDelete("/{id:guid}/messages/{messageId:guid}", DeleteMessage).WithSummary("Delete a message with all that follows it")
            .WithDescription("On every branch. Answers that are being made are stopped. If it was shown, its newest sibling is shown then, or the message before it. For an hour `…/restore` takes it back.").WithExample(response: null);
        api.MapPost("/{id:guid}/fork", Fork).WithSummary("Copy a conversation up to a message")
            .WithDescription("The new conversation has the branch that ends at the message, and the settings of the old one. An answer that is being made is copied as interrupted.")
            .ProducesValidationProblem().WithExample(new ForkRequest(new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01"), null), ConversationResponse.Example);
    }

    private static async Task<Results<Ok<MessageResponse>, ProblemHttpResult>> EditMessage(
        Guid id, Guid messageId, EditMessageRequest request, ChatDb db, CurrentUser user, RunRegistry runs, Changes changes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await db.Conversations.AnyAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken)) return Problems.NotFound("conversation");
        var found = await db.Messages.AsNoTracking().Where(m => m.Id == messageId && m.ConversationId == id && m.OwnerId == user.Id).FirstOrDefaultAsync(cancellationToken);
        if (found is null) return Problems.NotFound("message");
        if (found.Status is MessageStatus.Running) return Problems.Conflict("answer-running", "This answer is still being made. Wait for its end, or stop it.");

        IReadOnlyList<MessagePart> parts = WithText(found.Parts, request.Text);
        if (found.Role is MessageRole.User && AskRequest.PartsError(parts) is { } error) return Problems.Invalid("text", error);
        var (was, seen, now) = (found.EditedAt, request.SeenAt ?? DateTimeOffset.MaxValue, time.GetUtcNow());
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            if (await db.HoldAsync(id, user.Id, cancellationToken) is not { } held) return Problems.NotFound("conversation");
            var updated = (was ?? found.CreatedAt) > seen ? 0 : await db.Messages.Where(m => m.Id == messageId && m.Status != MessageStatus.Running && (request.SeenAt == null || m.EditedAt == was))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.Parts, parts).SetProperty(m => m.EditedAt, now).SetProperty(m => m.FollowUps, (string[]?)null), cancellationToken);
            if (updated == 0) return Problems.Conflict("edited-elsewhere", "This message was changed in another window since you read it. Look at it again before you change it.");

            await db.ForgetAsync(id, messageId, cancellationToken);
            if (held.ActiveLeafId is { } leaf) db.Publish(new MessageEdited(id, messageId, leaf, user.Id));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return await MessageEndpoints.ReadAsync(id, messageId, db, user.Id, runs, cancellationToken) is { } message ? TypedResults.Ok(message) : Problems.NotFound("message");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteMessage(
        Guid id, Guid messageId, ChatDb db, MessageRemoval removal, CurrentUser user, RunRegistry runs, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Turns change the conversation before they add to it: none can hang something on what goes.
        if (await db.HoldAsync(id, user.Id, cancellationToken) is not { } held) return Problems.NotFound("conversation");
        var message = await db.Messages.Where(m => m.Id == messageId && m.ConversationId == id && m.OwnerId == user.Id).Select(m => new { m.ParentId }).FirstOrDefaultAsync(cancellationToken);
        if (message is null) return Problems.NotFound("message");

        var deleted = await removal.RemoveAsync(held, user.Id, messageId, cancellationToken);
        if (held.ActiveLeafId is { } shown && deleted.Contains(shown))
        {
            var sibling = await db.Messages.Where(m => m.ConversationId == id && m.ParentId == message.ParentId).OrderByDescending(m => m.Id).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(cancellationToken);
            var leaf = sibling is { } beside ? await db.NewestLeafAsync(id, user.Id, beside, cancellationToken) : message.ParentId;
            await db.Conversations.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ActiveLeafId, leaf), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (var run in runs.Live.Where(r => r.ConversationId == id && deleted.Contains(r.MessageId))) run.Stop();
        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Created<ConversationResponse>, ProblemHttpResult>> Fork(
        Guid id, ForkRequest request, ChatDb db, CurrentUser user, Changes changes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Conversations.Where(c => c.Id == id && c.OwnerId == user.Id).Select(c => new { c.Title }).FirstOrDefaultAsync(cancellationToken) is not { } found) return Problems.NotFound("conversation");
        if (!await db.Messages.AnyAsync(m => m.Id == request.MessageId && m.ConversationId == id && m.OwnerId == user.Id, cancellationToken)) return Problems.NotFound("message");

        var now = time.GetUtcNow();
        var copy = Guid.CreateVersion7(now);
        await db.ForkAsync(id, user.Id, request.MessageId!.Value, copy, request.Title ?? ForkTitle(found.Title), now, cancellationToken);
        if (await db.Conversations.AsNoTracking().Where(c => c.Id == copy && c.OwnerId == user.Id).Select(ConversationResponse.From(db)).FirstOrDefaultAsync(cancellationToken) is not { } forked) return Problems.NotFound("message");

        changes.Publish(user.Id, ChangeKinds.Conversation, copy);
        return TypedResults.Created($"/api/v1/conversations/{copy}", forked);
    }

    private static string ForkTitle(string? title)
    {
        const string Mark = " (fork)";
        if (title is null) return "Fork";
        return title.Length + Mark.Length <= ConversationConfiguration.TitleLength ? title + Mark : JsonText.Cut(title, ConversationConfiguration.TitleLength - Mark.Length - 1) + "…" + Mark;
    }

    /// <summary>The text takes the place of the first; the other texts go.</summary>
    private static List<MessagePart> WithText(IReadOnlyList<MessagePart> parts, string text)
    {
        var at = parts.TakeWhile(p => p.Type is not MessagePart.TextType).Count();
        List<MessagePart> changed = [.. parts.Where((p, i) => i < at || p.Type is not MessagePart.TextType)];
        changed.Insert(at, MessagePart.OfText(text));
        return changed;
    }
}
