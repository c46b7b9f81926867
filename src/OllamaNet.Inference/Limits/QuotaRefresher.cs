using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OllamaNet.Inference.Limits;

/// <summary>Tells the quotas what was used before this process began, and what other processes count beside it.</summary>
internal sealed class QuotaRefresher(MonthReader month, IOptions<CallLimitsOptions> options, TimeProvider time, ILogger<QuotaRefresher> logger) : BackgroundService
{
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.QuotaInterval, time);
        try
        {
            do await RefreshAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await month.ReadAsync(cancellationToken);
            _failing = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Once, not each time; what is known holds.
            if (!_failing) logger.QuotasUnreadable(exception);
            _failing = true;
        }
    }
}
