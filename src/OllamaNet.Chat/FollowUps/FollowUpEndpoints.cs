using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.FollowUps;

/// <param name="Items">Up to three questions; none from the demo model, or when the model gave nothing of use.</param>
public sealed record FollowUpsResponse(IReadOnlyList<string> Items);

internal static class FollowUpEndpoints
{
    public static void AddFollowUps(this IServiceCollection services) => services.AddSingleton<FollowUpMaker>();

    public static void MapFollowUps(this RouteGroupBuilder api) =>
        api.MapPost("/{id:guid}/messages/{messageId:guid}/follow-ups", SuggestFollowUps).WithSummary("Suggest what to ask next")
            .WithDescription("The model that answered makes up to three questions, when nobody else waits for it. They are stored with the answer, as its `followUps`: asked again it gives the same ones, until the answer changes.")
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status502BadGateway).ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithExample(response: new FollowUpsResponse(["What is Lisbon known for?", "How do I get there by train?", "What is the second largest city?"]));

    private static async Task<Results<Ok<FollowUpsResponse>, ProblemHttpResult>> SuggestFollowUps(
        Guid id, Guid messageId, ChatDb db, FollowUpMaker maker, CurrentUser user, CancellationToken cancellationToken)
    {
        var branch = await db.Conversations.AnyAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken) ? await db.ReadBranchAsync(id, user.Id, messageId, 2, cancellationToken) : [];
        if (branch.Count == 0) return Problems.NotFound("message");
        if (branch is not [{ Role: MessageRole.Assistant, Status: MessageStatus.Complete } answer, var question]) return TypedResults.Ok(new FollowUpsResponse([]));

        if (answer.FollowUps is { } known) return TypedResults.Ok(new FollowUpsResponse(known));

        try
        {
            var made = await maker.MakeAsync(answer, question, user.ToCaller(CallProtocol.Chat), cancellationToken);
            if (made.Count > 0) await StoreAsync(db, answer, [.. made], cancellationToken);
            return TypedResults.Ok(new FollowUpsResponse(made));
        }
        catch (InferenceException e)
        {
            return Problems.From(e);
        }
    }

    /// <summary>Unless the answer reads otherwise by now.</summary>
    private static Task<int> StoreAsync(ChatDb db, Message answer, string[] made, CancellationToken cancellationToken)
    {
        var (id, owner, edited, figures) = (answer.Id, answer.OwnerId, answer.EditedAt, answer.Figures);
        return db.Messages.Where(m => m.Id == id && m.OwnerId == owner && m.Status == MessageStatus.Complete && m.EditedAt == edited && m.Figures == figures)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.FollowUps, made), cancellationToken);
    }
}
