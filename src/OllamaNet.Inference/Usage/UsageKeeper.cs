using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OllamaNet.Inference.Usage;

/// <summary>Looks after the tables of the months, some times a day.</summary>
internal sealed class UsageKeeper(UsagePartitions partitions, TimeProvider time, ILogger<UsageKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6), Retry = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                await partitions.MaintainAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.PartitionsNotKept(exception);
                pause = Retry;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
