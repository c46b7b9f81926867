using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Removals;

namespace OllamaNet.Chat.Runs;

/// <summary>Deletes, once an hour, what nobody asks for any more: idempotency keys of yesterday, files no message uses, processes that are long gone, and what was deleted and not taken back.</summary>
internal sealed class Housekeeping(IServiceScopeFactory scopes, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Keep = TimeSpan.FromHours(25);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
                var before = time.GetUtcNow() - Keep;
                await db.IdempotentTurns.Where(t => t.CreatedAt < before).ExecuteDeleteAsync(stoppingToken);
                await db.Set<Runner>().Where(r => r.LeaseUntil < before).ExecuteDeleteAsync(stoppingToken);
                await RemovalBox.PurgeAsync(db, time.GetUtcNow() - RemovalBox.Keep, stoppingToken);
                await DeleteLeftDraftsAsync(db, stoppingToken);
                await db.DeleteUnusedAsync(before, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.HousekeepingFailed(e.GetType().Name);
            }
        }
    }

    /// <summary>Drafts of answers that ended, left by a process that stopped before its last flush.</summary>
    internal static Task<int> DeleteLeftDraftsAsync(ChatDb db, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"DELETE FROM chat.drafts d WHERE NOT EXISTS (SELECT 1 FROM chat.messages m WHERE m.id = d.message_id AND m.status = 0)", cancellationToken);
}
