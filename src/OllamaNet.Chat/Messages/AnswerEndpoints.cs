using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Runs;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Messages;

internal static class AnswerEndpoints
{
    public static void MapAnswers(this RouteGroupBuilder api)
    {
        api.MapPost("/{id:guid}/messages", Ask).WithSummary("Ask, and stream the answer")
            .WithDescription("The answer is made by the server and goes on when the connection is lost: read it again from `GET …/stream`. An `Idempotency-Key` repeated within a day returns the same turn. `editOf` asks a question again in other words, beside the first. `models` lets two to four models answer side by side: the stream is the first one's, and its `start` lists all `answers`, to be followed with `GET …/stream?message=`.")
            .ProducesStream().WithBodyLimit(Limits.Question).WithExample(new AskRequest { Message = "What is the capital of Portugal?" }, StreamExample.Text);
        api.MapPost("/{id:guid}/messages/{messageId:guid}/regenerate", Regenerate).WithSummary("Make an answer again, and stream it")
            .WithDescription("The new answer is a sibling of the old one and becomes the branch that is shown.")
            .ProducesStream().WithExample(new RegenerateRequest("llama3.2", new() { Temperature = 0.2f }), StreamExample.Text);
        api.MapPost("/{id:guid}/messages/{messageId:guid}/continue", Continue).WithSummary("Go on with an answer that broke off, and stream it")
            .WithDescription("The rest enters the same message; the stream begins with what is there. Engines that can go on writing inside an answer do so, the others are asked to.")
            .ProducesStream().WithExample(new ContinueRequest(new() { NumPredict = 400 }), StreamExample.Text);
        api.MapGet("/{id:guid}/stream", Follow).WithSummary("Follow the answer being made")
            .WithDescription("Replays from the start, or goes on after `Last-Event-ID`. 204 when no answer is being made.")
            .ProducesStream().Produces(StatusCodes.Status204NoContent).WithExample(response: StreamExample.Text);
        api.MapPost("/{id:guid}/stop", Stop).WithSummary("Stop the answer being made").WithDescription("What is there of it stays.").WithExample(response: null);
    }

    private static async Task<IResult> Ask(Guid id, AskRequest request, HttpRequest http, IServiceScopeFactory scopes, CurrentUser user, CancellationToken cancellationToken)
    {
        var (key, problem) = IdempotencyKey.Read(http, request);
        if (problem is not null) return problem;

        await using var scope = scopes.CreateAnswersScope(out var answers);
        return await answers.AskAsync(user, key, () => answers.FindTurnAsync(user.Id, id, request, cancellationToken), cancellationToken);
    }

    private static async Task<IResult> Regenerate(Guid id, Guid messageId, RegenerateRequest request, HttpRequest http, IServiceScopeFactory scopes, CurrentUser user, CancellationToken cancellationToken)
    {
        var (key, problem) = IdempotencyKey.Read(http, request);
        if (problem is not null) return problem;

        await using var scope = scopes.CreateAnswersScope(out var answers);
        return await answers.AskAsync(user, key, () => answers.FindTurnAgainAsync(user.Id, id, messageId, request, cancellationToken), cancellationToken);
    }

    private static async Task<IResult> Continue(Guid id, Guid messageId, HttpRequest http, IServiceScopeFactory scopes, CurrentUser user, CancellationToken cancellationToken, ContinueRequest? request = null)
    {
        var (key, problem) = IdempotencyKey.Read(http, request);
        if (problem is not null) return problem;

        await using var scope = scopes.CreateAnswersScope(out var answers);
        return await answers.AskAsync(user, key, () => answers.FindTurnOnAsync(user.Id, id, messageId, request, cancellationToken), cancellationToken);
    }

    private static async Task<IResult> Follow(Guid id, HttpRequest http, IServiceScopeFactory scopes, CurrentUser user, CancellationToken cancellationToken, Guid? message = null)
    {
        await using var scope = scopes.CreateAnswersScope(out var answers);
        if (!await answers.OwnsAsync(user.Id, id, cancellationToken)) return Problems.NotFound("conversation");
        return answers.Follow(user, id, message, http.Headers["Last-Event-ID"]);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> Stop(Guid id, ChatDb db, RunRegistry runs, CurrentUser user, CancellationToken cancellationToken, Guid? message = null)
    {
        if (!await db.Conversations.AnyAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken)) return Problems.NotFound("conversation");

        foreach (var run in runs.Live.Where(r => r.ConversationId == id && r.OwnerId == user.Id && (message ?? r.MessageId) == r.MessageId)) run.Stop();
        await db.Messages.Where(m => m.ConversationId == id && m.OwnerId == user.Id && m.Status == MessageStatus.Running && (message == null || m.Id == message) && m.RunnerId != runs.RunnerId)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.StopRequested, true), cancellationToken);
        return TypedResults.Accepted((string?)null);
    }
}

internal static class Limits
{
    /// <summary>Four images of 5 MB in base64, and the text.</summary>
    public const long Question = 28 * 1024 * 1024;
}

internal static class StreamExample
{
    public const string Text = """
        id: 0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01:0
        data: {"type":"start","messageId":"0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01","messageMetadata":{"conversationId":"0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"}}

        id: 0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01:3
        data: {"type":"text-delta","id":"0","delta":"Lisbon"}

        data: [DONE]


        """;

    public static RouteHandlerBuilder ProducesStream(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesValidationProblem();
}
