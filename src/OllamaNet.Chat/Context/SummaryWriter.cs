using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Presets;
using OllamaNet.Contracts.Chat;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Context;

/// <summary>
/// Keeps the summary of a conversation that outgrows its window, after an answer and before it is needed. It grows with what was said since;
/// what a person wrote stays as it is, and what comes later is put after it.
/// </summary>
internal sealed class SummaryWriter(
    ChatDb db, BranchReader branches, TokenCounting counting, SummaryModel model, SettingsResolver settings, Changes changes, TimeProvider time, IOptions<ChatOptions> options, ILogger<SummaryWriter> logger)
    : IConsumer<AnswerFinished>
{
    private const int MostSteps = 4;

    public async Task HandleAsync(AnswerFinished integrationEvent, CancellationToken cancellationToken)
    {
        var (conversationId, owner) = (integrationEvent.ConversationId, integrationEvent.OwnerId);
        if (!options.Value.Summaries || await db.Conversations.AsNoTracking().FirstOrDefaultAsync(c => c.Id == conversationId && c.OwnerId == owner, cancellationToken) is not { } conversation) return;

        try
        {
            var caller = new Caller(owner) { Background = true };
            var how = await settings.ResolveAsync(conversation, integrationEvent.Model, null, caller, cancellationToken);
            // The demo model only knows its own sentences.
            if (how.Model.Demo) return;
            var budget = PromptBudget.Of(how.Options.ToSampling(), how.Model, options.Value.ContextLength);
            for (var step = 0; step < MostSteps; step++) if (!await ExtendAsync(integrationEvent, how, budget, begun: step > 0, caller, cancellationToken)) return;
        }
        catch (InferenceException e)
        {
            // The next answer tries again; an event that fails would also do everything else again.
            logger.SummaryNotMade(integrationEvent.ConversationId, e.Error);
        }
    }

    /// <returns>Whether there may be more to do.</returns>
    private async Task<bool> ExtendAsync(AnswerFinished finished, TurnSettings how, PromptBudget budget, bool begun, Caller caller, CancellationToken cancellationToken)
    {
        var info = how.Model;
        var plan = await PlanAsync(finished, how, budget, begun, caller, budget.Room * 6L, cancellationToken);
        if (plan is { NeedsMore: true }) plan = await PlanAsync(finished, how, budget, begun, caller, long.MaxValue / 2, cancellationToken);
        if (plan is null || plan.Next.Count == 0) return false;

        var text = await model.WriteAsync(info, plan.Before, plan.Next, budget, caller, cancellationToken);
        if (text.Length == 0) return false;
        var now = time.GetUtcNow();
        var upTo = plan.Next[^1].Id;
        if (await db.Summaries.AnyAsync(s => s.ConversationId == finished.ConversationId && s.UpToMessageId == upTo, cancellationToken)) return false;
        db.Add(new Summary { Id = Guid.CreateVersion7(now), ConversationId = finished.ConversationId, OwnerId = finished.OwnerId, UpToMessageId = upTo, Text = text, Model = info.Name, Edited = plan.Before?.Edited is true, CreatedAt = now, UpdatedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        changes.Publish(finished.OwnerId, ChangeKinds.Conversation, finished.ConversationId);
        return true;
    }

    private async Task<SummaryPlan?> PlanAsync(AnswerFinished finished, TurnSettings how, PromptBudget budget, bool begun, Caller caller, long bytes, CancellationToken cancellationToken)
    {
        var branch = await branches.ReadAsync(finished.ConversationId, finished.OwnerId, finished.MessageId, bytes, cancellationToken);
        var messages = branch.Messages.Select(m => (m.Id, m.Role, m.Pinned, Text: m.Parts is null ? null : PromptText.Of(m.Role, m.Parts).Content)).ToList();
        var counts = await counting.CountAsync(how.Model.Name, [how.SystemPrompt ?? "", .. messages.Select(m => m.Text ?? "")], caller, cancellationToken);
        List<SummaryMessage> all = [.. messages.Select((m, i) => new SummaryMessage(m.Id, m.Role, m.Text, counts.Counts[i + 1] + counts.PerMessage))];

        // What is always there leaves the conversation less room.
        var always = counts.Counts[0] + messages.Select((m, i) => m.Pinned ? all[i].Tokens : 0).Sum();
        return SummaryPlan.Of(all, branch.Summaries, Math.Max(budget.Room / 4, budget.Room - always), begun);
    }
}
