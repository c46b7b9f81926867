using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Presets;
using OllamaNet.Contracts.Chat;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Context;

/// <summary>
/// Keeps the summary of a conversation that outgrows its window, after an answer or an edit and before it is needed. It grows with what was said since;
/// what a person wrote stays as it is, and what comes later is put after it.
/// </summary>
internal sealed class SummaryWriter(
    ChatDb db, BranchReader branches, TokenCounting counting, SummaryModel model, SettingsResolver settings, Changes changes, TimeProvider time, IOptions<ChatOptions> options, ILogger<SummaryWriter> logger)
    : IConsumer<AnswerFinished>, IConsumer<MessageEdited>
{
    private const int MostSteps = 4;

    public Task HandleAsync(AnswerFinished integrationEvent, CancellationToken cancellationToken) =>
        KeepAsync(new(integrationEvent.ConversationId, integrationEvent.OwnerId, integrationEvent.MessageId), integrationEvent.Model, cancellationToken);

    public Task HandleAsync(MessageEdited integrationEvent, CancellationToken cancellationToken) =>
        KeepAsync(new(integrationEvent.ConversationId, integrationEvent.OwnerId, integrationEvent.LeafId), null, cancellationToken);

    private async Task KeepAsync(Place place, string? named, CancellationToken cancellationToken)
    {
        var (conversationId, owner, _) = place;
        if (!options.Value.Summaries || await db.Conversations.AsNoTracking().FirstOrDefaultAsync(c => c.Id == conversationId && c.OwnerId == owner, cancellationToken) is not { } conversation) return;

        try
        {
            var caller = new Caller(owner) { Background = true };
            var how = await settings.ResolveAsync(conversation, named, null, caller, cancellationToken);
            // The demo model only knows its own sentences.
            if (how.Model.Demo) return;
            var budget = PromptBudget.Of(how.Options.ToSampling(), how.Model, options.Value.ContextLength);
            for (var step = 0; step < MostSteps; step++) if (!await ExtendAsync(place, how, budget, begun: step > 0, caller, cancellationToken)) return;
        }
        catch (InferenceException e)
        {
            // The next answer tries again; an event that fails would also do everything else again.
            logger.SummaryNotMade(conversationId, e.Error);
        }
    }

    /// <returns>Whether there may be more to do.</returns>
    private async Task<bool> ExtendAsync(Place place, TurnSettings how, PromptBudget budget, bool begun, Caller caller, CancellationToken cancellationToken)
    {
        var info = how.Model;
        var plan = await PlanAsync(place, how, budget, begun, caller, budget.Room * 6L, cancellationToken);
        if (plan is { NeedsMore: true }) plan = await PlanAsync(place, how, budget, begun, caller, long.MaxValue / 2, cancellationToken);
        if (plan is null || plan.Next.Count == 0) return false;

        var text = await model.WriteAsync(info, plan.Before, plan.Next, budget, caller, cancellationToken);
        if (text.Length == 0) return false;
        var now = time.GetUtcNow();
        var upTo = plan.Next[^1].Id;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.HoldAsync(place.ConversationId, place.OwnerId, cancellationToken) is null || !await IsStillSoAsync(plan, cancellationToken)) return false;
        if (await db.Summaries.AnyAsync(s => s.ConversationId == place.ConversationId && s.UpToMessageId == upTo, cancellationToken)) return false;
        db.Add(new Summary { Id = Guid.CreateVersion7(now), ConversationId = place.ConversationId, OwnerId = place.OwnerId, UpToMessageId = upTo, Text = text, Model = info.Name, Edited = plan.Before?.Edited is true, CreatedAt = now, UpdatedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(place.OwnerId, ChangeKinds.Conversation, place.ConversationId);
        return true;
    }

    /// <summary>Messages are edited, deleted and gone on with while the model writes; whoever does that holds the conversation too.</summary>
    private async Task<bool> IsStillSoAsync(SummaryPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Before is { } before && !await db.Summaries.AnyAsync(s => s.Id == before.Id && s.UpdatedAt == before.UpdatedAt, cancellationToken)) return false;
        var told = plan.Next.Select(m => m.Id).ToList();
        var now = await db.Messages.Where(m => told.Contains(m.Id) && m.Status != MessageStatus.Running).Select(m => new { m.Id, m.Role, m.Parts }).ToDictionaryAsync(m => m.Id, cancellationToken);
        return plan.Next.All(m => now.TryGetValue(m.Id, out var message) && PromptText.Of(message.Role, message.Parts).Content == m.Text);
    }

    private async Task<SummaryPlan?> PlanAsync(Place place, TurnSettings how, PromptBudget budget, bool begun, Caller caller, long bytes, CancellationToken cancellationToken)
    {
        var branch = await branches.ReadAsync(place.ConversationId, place.OwnerId, place.LeafId, bytes, cancellationToken);
        var messages = branch.Messages.Select(m => (m.Id, m.Role, m.Pinned, Text: m.Parts is null ? null : PromptText.Of(m.Role, m.Parts).Content)).ToList();
        var counts = await counting.CountAsync(how.Model.Name, [how.SystemPrompt ?? "", .. messages.Select(m => m.Text ?? "")], caller, cancellationToken);
        List<SummaryMessage> all = [.. messages.Select((m, i) => new SummaryMessage(m.Id, m.Role, m.Text, counts.Counts[i + 1] + counts.PerMessage))];

        // What is always there leaves the conversation less room.
        var always = counts.Counts[0] + messages.Select((m, i) => m.Pinned ? all[i].Tokens : 0).Sum();
        return SummaryPlan.Of(all, branch.Summaries, Math.Max(budget.Room / 4, budget.Room - always), begun);
    }

    /// <summary>The branch that is summed up.</summary>
    private sealed record Place(Guid ConversationId, Guid OwnerId, Guid LeafId);
}
