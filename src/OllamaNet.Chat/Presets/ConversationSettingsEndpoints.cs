using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Presets;

internal static class ConversationSettingsEndpoints
{
    public static void MapConversationSettings(this RouteGroupBuilder api)
    {
        api.MapGet("/{id:guid}/settings", GetSettings).WithSummary("Read how answers of a conversation are made")
            .WithDescription("Its own values, and what its preset and its folders give where it has none.").WithExample(response: ConversationSettingsResponse.Example);
        api.MapPut("/{id:guid}/settings", PutSettings).WithSummary("Set how answers of a conversation are made")
            .WithDescription("Replaces all of its own values. When the preset changes and names a model, that becomes the conversation's model.")
            .ProducesValidationProblem().WithExample(
                new ConversationSettingsRequest(ConversationSettingsResponse.Example.PresetId, null, ConversationSettingsResponse.Example.Options), ConversationSettingsResponse.Example);
    }

    private static async Task<Results<Ok<ConversationSettingsResponse>, ProblemHttpResult>> GetSettings(Guid id, ChatDb db, CurrentUser user, CancellationToken cancellationToken) =>
        await db.Conversations.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken) is { } conversation
            ? TypedResults.Ok(await DescribeAsync(db, conversation, cancellationToken))
            : Problems.NotFound("conversation");

    private static async Task<Results<Ok<ConversationSettingsResponse>, ProblemHttpResult>> PutSettings(
        Guid id, ConversationSettingsRequest request, ChatDb db, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        if (await db.Conversations.FirstOrDefaultAsync(c => c.Id == id && c.OwnerId == user.Id, cancellationToken) is not { } conversation) return Problems.NotFound("conversation");
        if (request.PresetId is { } preset && preset != conversation.PresetId)
        {
            if (await db.PresetsUsableBy(user.Id).Where(p => p.Id == preset).Select(p => new { p.Model }).FirstOrDefaultAsync(cancellationToken) is not { } found) return Problems.NotFound("preset");
            conversation.Model = found.Model ?? conversation.Model;
        }

        conversation.PresetId = request.PresetId;
        conversation.SystemPrompt = SystemPromptAttribute.Stored(request.SystemPrompt);
        conversation.Options = request.Options;
        await db.SaveChangesAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Conversation, id);
        return TypedResults.Ok(await DescribeAsync(db, conversation, cancellationToken));
    }

    private static async Task<ConversationSettingsResponse> DescribeAsync(ChatDb db, Conversation conversation, CancellationToken cancellationToken)
    {
        var levels = await SettingsLevel.ReadAsync(db, conversation, cancellationToken);
        levels[0] = levels[0] with { SystemPrompt = null };
        return new(conversation.PresetId, conversation.SystemPrompt, conversation.Options ?? new(), InheritedSettings.Of(levels));
    }
}
