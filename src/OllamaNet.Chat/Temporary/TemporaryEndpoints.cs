using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Runs;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Temporary;

internal static class TemporaryEndpoints
{
    public static void AddTemporary(this IServiceCollection services) => services.AddSingleton<TemporaryRuns>();

    public static void MapTemporary(this RouteGroupBuilder api) =>
        api.MapPost("/temporary", AskTemporary).WithSummary("Ask without leaving a trace, and stream the answer")
            .WithDescription("Nothing is stored, neither the messages nor that there was a chat: the whole of it comes with each question. The answer lives as long as the request; ending that stops it. What it took still counts against limits and in the usage figures.")
            .ProducesStream().WithBodyLimit(Limits.Question)
            .WithExample(new TemporaryRequest { Messages = [new("user", [MessagePart.OfText("What is the capital of Portugal?")])] }, StreamExample.Text);

    private static async Task<IResult> AskTemporary(
        TemporaryRequest request, QuestionFiles files, SettingsResolver settings, PromptBuilder prompts, IInference inference, TemporaryRuns running, Revocations revocations, CurrentUser user, TimeProvider time, IOptions<ChatOptions> options, CancellationToken cancellationToken)
    {
        if (running.Take(user.Id, options.Value.MaxRunsPerUser) is not { } place)
            return Problems.TooManyRequests("too-many-answers", $"{options.Value.MaxRunsPerUser} answers are being made for you already. Wait for one to end, or stop one.", TimeSpan.FromSeconds(5));

        try
        {
            var caller = user.ToCaller(CallProtocol.Chat);
            if (await files.FindAsync(user.Id, request.Messages.SelectMany(m => m.Parts), cancellationToken) is not { } found)
            {
                place.Dispose();
                return Problems.Invalid("messages", QuestionFiles.NotThere);
            }

            var turn = ToTurn(request, found, user.Id, time.GetUtcNow());
            var how = await settings.ResolveAsync(turn.Conversation, request.Model, request.Options, caller, cancellationToken);
            ImageCheck.Refuse(turn, how.Model);
            var prompt = await prompts.BuildAsync(PromptOrder.Of(turn, how, caller) with { Unstored = [.. turn.History.Select(m => new BranchMessage(m.Id, m.Role, Pinned: false, m.Parts))] }, cancellationToken);
            var run = new Run(turn.Conversation.Id, Guid.CreateVersion7(time.GetUtcNow()), user.Id, how.Model.Name, options.Value.MaxAnswerBytes);
            return new TemporaryAnswer(inference, run, prompt.Request, new(turn.Conversation.Id, Guid.Empty, how.Model.Name, prompt.Report.Omitted) { Context = ContextFigures.Of(prompt.Report) }, revocations, user, place);
        }
        catch (InferenceException e)
        {
            place.Dispose();
            return Problems.From(e);
        }
        catch (PromptTooLongException e)
        {
            place.Dispose();
            return Problems.BadRequest("prompt-too-long", e.Message);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>As if it were stored. The conversation has an id because each has; it names nothing.</summary>
    private static Turn ToTurn(TemporaryRequest request, Dictionary<Guid, Attachment> files, Guid owner, DateTimeOffset now)
    {
        var conversation = new Conversation { Id = Guid.CreateVersion7(now), OwnerId = owner, CreatedAt = now, UpdatedAt = now };
        var history = request.Messages.SkipLast(1).Select((m, i) => new Message
        {
            Id = Guid.CreateVersion7(now.AddMilliseconds(i)),
            ConversationId = conversation.Id,
            OwnerId = owner,
            Role = m.Role is "user" ? MessageRole.User : MessageRole.Assistant,
            Status = MessageStatus.Complete,
            Parts = QuestionFiles.Resolve(m.Parts, files),
            CreatedAt = now,
        });
        return new(conversation, [.. history], QuestionFiles.Resolve(request.Messages[^1].Parts, files), null, request.Model, request.Options);
    }
}
