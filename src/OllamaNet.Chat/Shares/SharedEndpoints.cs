using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Shares;

/// <summary>What a link opens: the snapshot, and a copy of it. A secret that is wrong, revoked or expired, and one whose conversation is in the trash, look the same.</summary>
internal static class SharedEndpoints
{
    public static void MapShared(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/shared/{token}").WithTags("Shared links").WithRateClass(RateClass.SharedLink);
        api.MapGet("/", ReadShared).AllowAnonymous().WithSummary("Read a shared conversation")
            .WithDescription("Open to everybody who has the secret, unless whoever made the link asks for a sign-in: then 401 with the code `sign-in-required`.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithExample(response: new SharedResponse("Trip to Lisbon", "ada", ShareResponse.Example.CreatedAt, ShareResponse.Example.ExpiresAt,
                [new("user", [new("text") { Text = "What is the capital of Portugal?" }], null, ShareResponse.Example.CreatedAt)], 0));
        api.MapPost("/continue", ContinueShared).RequirePermission(Permissions.ConversationsUse).WithSummary("Continue a shared conversation as my own")
            .WithDescription("Copies what the link shows, files too, into a new conversation of yours.").ProducesProblem(StatusCodes.Status409Conflict).WithExample(response: ConversationResponse.Example);
    }

    private static async Task<Results<Ok<SharedResponse>, ProblemHttpResult>> ReadShared(string token, ChatDb db, Principals principals, TimeProvider time, HttpContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, principals, token, time, cancellationToken) is not { } share) return Problems.NotFound("shared link");
        var reader = CurrentUser.TryFrom(context.User);
        if (share.RequiresSignIn && reader?.May(Permissions.ConversationsUse) is not true) return Problems.Unauthorized("sign-in-required", "Who shared this wants its readers to be signed in. Sign in, then open the link again.");

        if (reader?.Id != share.OwnerId) await db.Shares.Where(s => s.Id == share.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Views, s => s.Views + 1), cancellationToken);
        var snapshot = Snapshot.FromJson(share.Snapshot);
        return TypedResults.Ok(new SharedResponse(share.Title, snapshot.Author, share.CreatedAt, share.ExpiresAt, snapshot.Messages, snapshot.Omitted));
    }

    private static async Task<Results<Created<ConversationResponse>, ProblemHttpResult>> ContinueShared(
        string token, ShareMaker maker, ChatDb db, Principals principals, CurrentUser user, Changes changes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, principals, token, time, cancellationToken) is not { } share) return Problems.NotFound("shared link");

        if (await maker.CopyAsync(share, user.Id, cancellationToken) is not { } conversation) return AttachmentStore.Full();
        changes.Publish(user.Id, ChangeKinds.Conversation, conversation.Id);
        return TypedResults.Created($"/api/v1/conversations/{conversation.Id}", ConversationResponse.Of(conversation));
    }

    private static async Task<Share?> FindAsync(ChatDb db, Principals principals, string token, TimeProvider time, CancellationToken cancellationToken)
    {
        if (ShareToken.HashOf(token) is not { } hash) return null;
        var now = time.GetUtcNow();
        var share = await db.Shares.AsNoTracking()
            .Where(s => s.TokenHash == hash && (s.ExpiresAt == null || s.ExpiresAt > now) && db.Conversations.Any(c => c.Id == s.ConversationId))
            .FirstOrDefaultAsync(cancellationToken);
        return share is not null && await principals.IsShutAsync(share.OwnerId, cancellationToken) ? null : share;
    }
}
