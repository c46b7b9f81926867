using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Runs;

/// <summary>Deletes, once an hour, what nobody asks for any more: idempotency keys of yesterday and processes that are long gone.</summary>
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
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.HousekeepingFailed(e.GetType().Name);
            }
        }
    }
}
