using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Trash;

/// <summary>Deletes for good, once an hour and when somebody empties the trash, what is beyond restoring.</summary>
internal sealed class TrashPurge(IServiceScopeFactory scopes, TimeProvider time, ILogger<TrashPurge> logger) : BackgroundService
{
    /// <summary>Conversations a statement: their messages go with them, and others want to write meanwhile.</summary>
    public const int Batch = 50;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wakes.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => Wake(), null, Interval, Interval);
        while (await _wakes.Reader.WaitToReadAsync(stoppingToken))
        {
            while (_wakes.Reader.TryRead(out _)) continue;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var purged = await PurgeAsync(scope.ServiceProvider.GetRequiredService<ChatDb>(), time.GetUtcNow() - TrashBin.Keep, Batch, stoppingToken);
                if (purged > 0) logger.TrashPurged(purged);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.HousekeepingFailed(e.GetType().Name);
            }
        }
    }

    /// <summary>Deletes batch by batch what was put into the trash before; two processes share the work.</summary>
    internal static async Task<int> PurgeAsync(ChatDb db, DateTimeOffset before, int batch, CancellationToken cancellationToken)
    {
        for (var purged = 0; ;)
        {
            var deleted = await db.Database.ExecuteSqlAsync($"""
                DELETE FROM chat.conversations WHERE id IN (
                    SELECT id FROM chat.conversations WHERE deleted_at <= {before} ORDER BY deleted_at LIMIT {batch} FOR UPDATE SKIP LOCKED)
                """, cancellationToken);
            purged += deleted;
            if (deleted < batch) return purged;
        }
    }
}
