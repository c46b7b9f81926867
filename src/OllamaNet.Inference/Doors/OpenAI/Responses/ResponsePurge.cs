using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

/// <summary>Deletes responses that were kept long enough.</summary>
internal sealed class ResponsePurge(IServiceScopeFactory scopes, IOptions<ResponsesOptions> options, TimeProvider time, ILogger<ResponsePurge> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PurgeInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await PurgeAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var purged = await scope.ServiceProvider.GetRequiredService<StoredResponses>().PurgeAsync(time.GetUtcNow() - options.Value.Retention, cancellationToken);
            if (purged > 0) logger.ResponsesPurged(purged);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The database may be away; the next turn tries again.
            logger.PurgeFailed(e);
        }
    }
}
