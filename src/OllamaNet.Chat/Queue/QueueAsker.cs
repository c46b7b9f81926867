using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Queue;

/// <summary>
/// Asks what waits: at once when an answer has ended here, and every few seconds what no process was told of, such as after a restart.
/// </summary>
internal sealed class QueueAsker(IServiceScopeFactory scopes, ILogger<QueueAsker> logger) : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private readonly Channel<(Guid Conversation, bool EvenAfterFailure)> _wanted = Channel.CreateUnbounded<(Guid, bool)>();

    // What is in the channel: a search that comes by again before its turn adds nothing.
    private readonly ConcurrentDictionary<(Guid, bool), bool> _waiting = new();

    /// <summary>Something may be askable in this conversation now.</summary>
    /// <param name="evenAfterFailure">Its owner just said so, however the answer before ended.</param>
    public void Look(Guid conversation, bool evenAfterFailure = false)
    {
        if (_waiting.TryAdd((conversation, evenAfterFailure), true)) _wanted.Writer.TryWrite((conversation, evenAfterFailure));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SearchAsync(stoppingToken), Parallel.ForEachAsync(
        _wanted.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, AskAsync));

    private async ValueTask AskAsync((Guid Conversation, bool EvenAfterFailure) wanted, CancellationToken cancellationToken)
    {
        _waiting.TryRemove(wanted, out _);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<QueuedTurn>().AskNextAsync(wanted.Conversation, wanted.EvenAfterFailure, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One conversation's trouble must not end the others' queues; the search comes back to it.
            logger.QueueNotAsked(wanted.Conversation, e);
        }
    }

    private async Task SearchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                foreach (var conversation in await FindAsync(scope.ServiceProvider.GetRequiredService<ChatDb>(), cancellationToken)) Look(conversation);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.QueuesNotSearched(e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Conversations where nothing runs and the first that waits has no problem: one of every owner, then a second, each time others, so that none whose questions cannot be asked holds up the rest.</summary>
    internal static Task<List<Guid>> FindAsync(ChatDb db, CancellationToken cancellationToken) => db.Database.SqlQuery<Guid>($"""
        SELECT first.conversation_id AS "Value" FROM (
            SELECT DISTINCT ON (conversation_id) conversation_id, owner_id, problem FROM chat.queued_questions ORDER BY conversation_id, created_at, id) first
        JOIN chat.conversations c ON c.id = first.conversation_id AND c.deleted_at IS NULL
        WHERE first.problem IS NULL AND NOT EXISTS (SELECT 1 FROM chat.messages m WHERE m.conversation_id = first.conversation_id AND m.status = 0)
        ORDER BY row_number() OVER (PARTITION BY first.owner_id ORDER BY random()), random()
        LIMIT 100
        """).ToListAsync(cancellationToken);
}
