using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests.Context;

internal static class ContextSteps
{
    /// <summary>A conversation of so many messages, as if they had been said.</summary>
    public static async Task<(Guid Id, List<Guid> Messages)> SeedAsync(this TestHost host, Guid owner, int messages, Func<int, string>? text = null, string? system = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        var now = TimeProvider.System.GetUtcNow().AddHours(-1);
        var conversation = new Conversation { Id = Guid.CreateVersion7(), OwnerId = owner, Title = "seeded", Model = EngineSimulator.Model, SystemPrompt = system, CreatedAt = now, UpdatedAt = now };
        db.Add(conversation);
        List<Guid> ids = [];
        for (var i = 0; i < messages; i++)
        {
            var at = now.AddMilliseconds(i);
            ids.Add(Guid.CreateVersion7(at));
            db.Add(new Message
            {
                Id = ids[i],
                ConversationId = conversation.Id,
                OwnerId = owner,
                ParentId = i == 0 ? null : ids[i - 1],
                Role = i % 2 == 0 ? MessageRole.User : MessageRole.Assistant,
                Status = MessageStatus.Complete,
                Parts = [MessagePart.OfText(text?.Invoke(i) ?? string.Create(CultureInfo.InvariantCulture, $"Message {i} says something of a usual length about a usual thing."))],
                CreatedAt = at,
            });
        }

        conversation.ActiveLeafId = ids.Count == 0 ? null : ids[^1];
        await db.SaveChangesAsync();
        return (conversation.Id, ids);
    }

    public static Task<JsonElement> ContextAsync(this ChatUser user, Guid conversation) => user.GetAsync($"/api/v1/conversations/{conversation}/context");

    public static async Task<HttpStatusCode> PinAsync(this ChatUser user, Guid conversation, Guid message, bool pinned = true)
    {
        var path = new Uri($"/api/v1/conversations/{conversation}/messages/{message}/pin", UriKind.Relative);
        using var response = pinned ? await user.Client.PutAsync(path, null) : await user.Client.DeleteAsync(path);
        return response.StatusCode;
    }

    public static async Task<(HttpStatusCode Status, JsonElement Body)> EditSummaryAsync(this ChatUser user, Guid conversation, string text)
    {
        using var response = await user.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/summary", new { text });
        return (response.StatusCode, await response.JsonAsync());
    }

    public static int TokensOf(this JsonElement context, string kind) =>
        context.GetProperty("parts").EnumerateArray().Where(p => p.Text("kind") == kind).Select(p => p.GetProperty("tokens").GetInt32()).FirstOrDefault();

    /// <summary>What reached the engine with the last chat that it was asked for.</summary>
    public static List<(string Role, string Text)> LastPrompt(this EngineSimulator engine) => engine.Calls.Last(c => c.Path == "/api/chat").Prompt();

    public static List<(string Role, string Text)> Prompt(this SimulatedRequest call) =>
        [.. call.Body.GetProperty("messages").EnumerateArray().Select(m => (m.Text("role")!, m.Text("content")!))];
}
