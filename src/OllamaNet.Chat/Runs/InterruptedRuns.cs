using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Runs;

/// <summary>Finds answers whose process is gone, joins their drafts into the row and marks them interrupted.</summary>
internal sealed class InterruptedRuns(IServiceScopeFactory scopes, RunRegistry registry, Changes changes, ILogger<InterruptedRuns> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var closed = await CloseAsync(scope.ServiceProvider.GetRequiredService<ChatDb>(), stoppingToken);
                if (closed > 0) logger.AnswersInterrupted(closed);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or DbUpdateException or InvalidOperationException { InnerException: NpgsqlException })
            {
                logger.InterruptedNotLookedFor(e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> CloseAsync(ChatDb db, CancellationToken cancellationToken)
    {
        // A run that is younger than a lease may not have had its first flush.
        var lost = await db.Messages.FromSql($"""
            SELECT m.* FROM chat.messages m LEFT JOIN chat.runners r ON r.id = m.runner_id
            WHERE m.status = 0 AND m.runner_id IS NOT NULL AND m.runner_id <> {registry.RunnerId}
              AND greatest(r.lease_until, m.created_at + make_interval(secs => {RunStore.LeaseSeconds})) < now() LIMIT 100
            """).ToListAsync(cancellationToken);
        if (lost.Count == 0) return 0;

        await InterruptAsync(db, lost, cancellationToken);
        foreach (var message in lost) changes.Publish(message.OwnerId, ChangeKinds.Conversation, message.ConversationId);
        return lost.Count;
    }

    /// <summary>Ends answers that nobody makes any more, with what their drafts have.</summary>
    internal static async Task InterruptAsync(ChatDb db, IReadOnlyList<Message> lost, CancellationToken cancellationToken)
    {
        var ids = lost.Select(m => m.Id).ToList();
        var drafts = (await db.Set<Draft>().AsNoTracking().Where(d => ids.Contains(d.MessageId)).ToListAsync(cancellationToken)).ToLookup(d => d.MessageId);
        foreach (var message in lost)
        {
            // The first flush of an answer that goes on writes its beginning too; before it, the row still has that.
            if (drafts[message.Id].Any()) message.Parts = DraftText.ToParts(drafts[message.Id].OrderBy(d => d.Position));
            (message.Status, message.RunnerId) = (MessageStatus.Interrupted, null);
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.Set<Draft>().Where(d => ids.Contains(d.MessageId)).ExecuteDeleteAsync(cancellationToken);
    }
}
