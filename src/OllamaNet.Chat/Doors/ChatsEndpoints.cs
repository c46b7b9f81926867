using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Doors;

/// <summary>One call, one stream: the conversation is made when none is named.</summary>
public sealed record AskOnceRequest(
    [Required, StringLength(100_000, MinimumLength = 1)] string Message, [StringLength(ConversationConfiguration.ModelLength, MinimumLength = 1)] string? Model, Guid? ConversationId);

/// <summary>The doors beside the API proper: the one-call form, and the one that <c>useChat</c> of npm <c>ai</c> uses as it is.</summary>
internal static class ChatsEndpoints
{
    public static void MapChats(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/chats").WithTags("Chats").RequirePermission(Permissions.ConversationsUse);
        api.MapPost("/stream", AskOnce).WithSummary("Ask in one call, and stream the answer")
            .WithDescription("Without `conversationId` a conversation is made; the first event carries its id.")
            .ProducesStream().WithExample(new AskOnceRequest("What is the capital of Portugal?", null, null), StreamExample.Text);
        api.MapPost("/", UseChat).WithSummary("Ask from the AI SDK")
            .WithDescription("Takes what `useChat` of npm `ai` posts: `new DefaultChatTransport({ api: \"/api/chats\" })`.")
            .ProducesStream().WithBodyLimit(Limits.Question)
            .WithExample(new UseChatRequest { Id = "my-chat", Messages = [new() { Id = "q1", Role = "user", Parts = [new() { Type = "text", Text = "Hello" }] }], Trigger = "submit-message" }, StreamExample.Text);
        api.MapGet("/{id}/stream", Resume).WithSummary("Resume a chat of the AI SDK").WithDescription("204 when no answer is being made.")
            .ProducesStream().Produces(StatusCodes.Status204NoContent).WithExample(response: StreamExample.Text);
    }

    private static async Task<IResult> AskOnce(AskOnceRequest request, HttpRequest http, IServiceScopeFactory scopes, CurrentUser user, TimeProvider time, CancellationToken cancellationToken)
    {
        var (key, problem) = IdempotencyKey.Read(http, request);
        if (problem is not null) return problem;

        var ask = new AskRequest { Message = request.Message, Model = request.Model };
        if (string.IsNullOrWhiteSpace(request.Message)) return Problems.Invalid("message", "The message is empty.");
        await using var scope = scopes.CreateAnswersScope(out var answers);
        return await answers.AskAsync(user, key, async () => request.ConversationId is { } id
            ? await answers.FindTurnAsync(user.Id, id, ask, cancellationToken)
            : new Turn(NewConversation(Guid.CreateVersion7(time.GetUtcNow()), user.Id, time), [], ask.ToParts(), null, request.Model, null), cancellationToken);
    }

    private static async Task<IResult> UseChat(UseChatRequest request, HttpRequest http, IServiceScopeFactory scopes, CurrentUser user, TimeProvider time, CancellationToken cancellationToken)
    {
        var (key, problem) = IdempotencyKey.Read(http, request);
        if (problem is not null) return problem;

        await using var scope = scopes.CreateAnswersScope(out var answers);
        var id = ConversationId(user.Id, request.Id);
        var conversation = await answers.FindConversationAsync(id, cancellationToken);
        if (conversation is not null && (conversation.OwnerId != user.Id || conversation.DeletedAt is not null)) return Problems.NotFound("conversation");

        return await answers.AskAsync(user, key, () => FindAsync(request, id, conversation, answers, user, time, cancellationToken), cancellationToken);
    }

    private static async Task<Answers.Found> FindAsync(
        UseChatRequest request, Guid id, Conversation? conversation, Answers answers, CurrentUser user, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Trigger is UseChatRequest.Regenerate)
        {
            var old = Guid.TryParse(request.MessageId, out var named) ? named : conversation?.ActiveLeafId;
            return old is { } answer
                ? await answers.FindTurnAgainAsync(user.Id, id, answer, new(request.Model, request.Options), cancellationToken)
                : Answers.Found.Refused(Problems.NotFound("message"));
        }

        if (request.Messages.Count == 0 || request.Messages[^1].Role is not "user") return Answers.Found.Refused(Problems.Invalid("messages", "The last message is the question: a user message."));
        IReadOnlyList<MessagePart> parts = [.. request.Messages[^1].Parts.Where(p => p.Type is MessagePart.TextType or MessagePart.FileType)
            .Select(p => new MessagePart { Type = p.Type, Text = p.Text, MediaType = p.MediaType, Url = p.Url })];
        if (AskRequest.PartsError(parts) is { } error) return Answers.Found.Refused(Problems.Invalid("messages", error));

        var parent = request.MessageId is null ? conversation?.ActiveLeafId : LastAnswer(request.Messages);
        if (conversation is null || parent is null) return await answers.BeginTurnAsync(conversation ?? NewConversation(id, user.Id, time), new() { Parts = parts, Model = request.Model, Options = request.Options }, cancellationToken);
        return await answers.FindTurnAsync(user.Id, id, new() { Parts = parts, ParentId = parent, Model = request.Model, Options = request.Options }, cancellationToken);
    }

    private static IResult Resume(string id, HttpRequest http, Answers answers, CurrentUser user) =>
        answers.Follow(user, ConversationId(user.Id, id), null, http.Headers["Last-Event-ID"]);

    private static Guid? LastAnswer(IReadOnlyList<UseChatMessage> messages) =>
        messages.LastOrDefault(m => m.Role is "assistant")?.Id is { } id && Guid.TryParse(id, out var message) ? message : null;

    /// <summary>The id itself when it is one of ours, else a UUID (version 8) that only this user's id and this text give.</summary>
    private static Guid ConversationId(Guid owner, string id)
    {
        if (Guid.TryParse(id, out var own)) return own;

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{owner:N}:{id}")).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new(hash, bigEndian: true);
    }

    private static Conversation NewConversation(Guid id, Guid owner, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new() { Id = id, OwnerId = owner, CreatedAt = now, UpdatedAt = now };
    }
}
