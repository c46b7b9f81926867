using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Trash;

/// <summary>Deletes for good, once an hour and when somebody empties the trash, what is beyond restoring.</summary>
internal sealed class TrashPurge(IServiceScopeFactory scopes, IOptionsMonitor<ChatOptions> options, TimeProvider time, ILogger<TrashPurge> logger) : BackgroundService
{
    /// <summary>Conversations a statement: their messages go with them, and others want to write meanwhile.</summary>
    public const int Batch = 50;

    /// <summary>For a statement.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

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
                var purged = await PurgeAsync(scope.ServiceProvider.GetRequiredService<ChatDb>(), time.GetUtcNow() - TimeSpan.FromDays(options.CurrentValue.TrashDays), Batch, Patience, stoppingToken);
                if (purged > 0) logger.TrashPurged(purged);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.HousekeepingFailed(e.GetType().Name);
            }
        }
    }

    /// <summary>
    /// Deletes batch by batch what was put into the trash before; two processes share the work. A batch that takes too long is tried in halves, and a single
    /// conversation that does is left for the next time, so that it holds up no other.
    /// </summary>
    internal static async Task<int> PurgeAsync(ChatDb db, DateTimeOffset before, int batch, TimeSpan patience, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(patience);
        for (var (purged, size, left) = (0, batch, 0); ;)
        {
            try
            {
                var deleted = await db.Database.ExecuteSqlAsync($"""
                    DELETE FROM chat.conversations WHERE id IN (
                        SELECT id FROM chat.conversations WHERE deleted_at <= {before} ORDER BY deleted_at, id LIMIT {size} OFFSET {left} FOR UPDATE SKIP LOCKED)
                    """, cancellationToken);
                purged += deleted;
                if (deleted < size) return purged;
            }
            catch (NpgsqlException e) when (e.InnerException is TimeoutException)
            {
                if (size == 1) left++;
                size = Math.Max(1, size / 2);
            }
        }
    }
}
