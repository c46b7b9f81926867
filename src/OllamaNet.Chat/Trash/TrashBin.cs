using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Runs;

namespace OllamaNet.Chat.Trash;

/// <summary>Where deleted conversations lie until they are restored or purged.</summary>
internal sealed class TrashBin(ChatDb db, RunRegistry runs, IOptionsMonitor<ChatOptions> options, TimeProvider time)
{
    public TimeSpan Keep => TimeSpan.FromDays(options.CurrentValue.TrashDays);

    /// <summary>What was deleted before is beyond restoring: it waits for <see cref="TrashPurge"/> only.</summary>
    public DateTimeOffset Horizon => time.GetUtcNow() - Keep;

    /// <summary>What the owner can restore.</summary>
    public IQueryable<Conversation> Of(Guid owner)
    {
        var horizon = Horizon;
        return db.Conversations.IgnoreQueryFilters().Where(c => c.OwnerId == owner && c.DeletedAt > horizon);
    }

    public Task<int> PutAsync(Guid owner, Expression<Func<Conversation, bool>> which, CancellationToken cancellationToken) => PutAsync(owner, which, time.GetUtcNow(), cancellationToken);

    public Task<int> PutAsync(Guid owner, Expression<Func<Conversation, bool>> which, DateTimeOffset? now, CancellationToken cancellationToken) =>
        db.Conversations.Where(c => c.OwnerId == owner).Where(which).ExecuteUpdateAsync(set => set.SetProperty(c => c.DeletedAt, now), cancellationToken);

    /// <summary>Stops what is being written in conversations that lie in the trash now. Not cancelled with the request: they are there already.</summary>
    public async Task StopAnswersAsync(Guid owner)
    {
        var live = runs.Live.Where(r => r.OwnerId == owner).ToList();
        var open = live.ConvertAll(r => r.ConversationId);
        var trashed = await db.Conversations.IgnoreQueryFilters().Where(c => open.Contains(c.Id) && c.DeletedAt != null).Select(c => c.Id).ToListAsync(CancellationToken.None);
        foreach (var run in live.Where(r => trashed.Contains(r.ConversationId))) run.Stop();
        await db.Messages.Where(m => m.OwnerId == owner && m.Status == MessageStatus.Running && m.RunnerId != runs.RunnerId
                && db.Conversations.IgnoreQueryFilters().Any(c => c.Id == m.ConversationId && c.DeletedAt != null))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.StopRequested, true), CancellationToken.None);
    }

    /// <summary>A folder that is gone has let go of its conversations, so they come back to the top.</summary>
    public Task<int> RestoreAsync(Guid owner, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        Of(owner).Where(c => ids.Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.DeletedAt, (DateTimeOffset?)null), cancellationToken);
}
