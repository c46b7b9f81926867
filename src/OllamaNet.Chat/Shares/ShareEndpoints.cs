using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Shares;

internal static class ShareEndpoints
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3660);

    public static void AddShares(this IServiceCollection services) => services.AddScoped<ShareMaker>();

    public static void MapShares(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/shares").WithTags("Shared links").RequirePermission(Permissions.ConversationsUse);
        api.MapGet("/", ListShares).WithSummary("List my shared links").WithDescription("Newest first. Their secrets are not known to the server.")
            .ProducesValidationProblem().WithExample(response: new Page<ShareResponse>([ShareResponse.Example], null));
        api.MapPost("/", CreateShare).WithSummary("Share a conversation by a link")
            .WithDescription("The link shows the branch as it is now, with its files, read-only; of a longer one the newest 1,000 messages, and `omitted` says how many came before them. Its address is in this answer and nowhere else. While the conversation is in the trash the link opens nothing; it is deleted with the conversation.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new CreateShareRequest(ShareResponse.Example.ConversationId, ExpiresAt: ShareResponse.Example.ExpiresAt),
                new CreatedShareResponse(ShareResponse.Example.Id, ShareResponse.Example.ConversationId, ShareResponse.Example.Title, false, ShareResponse.Example.ExpiresAt, 0, ShareResponse.Example.CreatedAt,
                    "https://chat.example.org/s/3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 0));
        api.MapDelete("/{id:guid}", DeleteShare).WithSummary("Revoke a shared link").WithDescription("The link and what it showed are deleted.").WithExample(response: null);
    }

    private static async Task<Results<Ok<Page<ShareResponse>>, ProblemHttpResult>> ListShares(
        ChatDb db, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        var query = db.Shares.AsNoTracking().Where(s => s.OwnerId == user.Id);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(s => EF.Functions.LessThan(ValueTuple.Create(s.CreatedAt, s.Id), ValueTuple.Create(time, id)));
        }

        var found = await query.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Take(limit + 1)
            .Select(s => new ShareResponse(s.Id, s.ConversationId, s.Title, s.RequiresSignIn, s.ExpiresAt, s.Views, s.CreatedAt)).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Created<CreatedShareResponse>, ProblemHttpResult>> CreateShare(
        CreateShareRequest request, ShareMaker maker, ChatDb db, CurrentUser user, AuditLog audit, Changes changes, TimeProvider time, HttpRequest http, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (request.ExpiresAt <= now || request.ExpiresAt > now + LongestLife) return Problems.Invalid("expiresAt", "A link expires in the future, at most ten years from now.");
        if (await db.Shares.CountAsync(s => s.OwnerId == user.Id, cancellationToken) >= ShareMaker.MaxShares)
            return Problems.Conflict("too-many-shares", $"You have {ShareMaker.MaxShares} shared links. Revoke those that nobody needs any more.");
        if (await maker.MakeAsync(request, user, cancellationToken) is not { } made) return Problems.NotFound(request.Leaf is null ? "conversation" : "message");
        if (made.TooLarge) return Problems.Conflict("too-large-to-share", "This conversation is too large for a link. Share a shorter branch of it, or export it.");
        if (made.Shown.Messages.Count == 0) return Problems.Conflict("nothing-to-share", "This conversation has no finished message yet. Share it when it has.");

        db.Add(made.Share);
        await audit.RecordAsync(db, db.SaveChangesAsync, AuditEntry.On(AuditActions.ShareCreated, "share", made.Share.Id) with { After = new { conversation = made.Share.ConversationId, made.Share.RequiresSignIn, made.Share.ExpiresAt } }, cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Share, made.Share.Id);
        var share = made.Share;
        return TypedResults.Created($"/api/v1/shares/{share.Id}", new CreatedShareResponse(
            share.Id, share.ConversationId, share.Title, share.RequiresSignIn, share.ExpiresAt, 0, share.CreatedAt, $"{http.Scheme}://{http.Host}/s/{made.Token}", made.Shown.Omitted));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteShare(Guid id, ChatDb db, CurrentUser user, AuditLog audit, Changes changes, CancellationToken cancellationToken)
    {
        if (await audit.RecordAsync(db, c => db.Shares.Where(s => s.Id == id && s.OwnerId == user.Id).ExecuteDeleteAsync(c), AuditEntry.On(AuditActions.ShareDeleted, "share", id), cancellationToken) == 0) return Problems.NotFound("shared link");

        changes.Publish(user.Id, ChangeKinds.Share, id);
        return TypedResults.NoContent();
    }
}
