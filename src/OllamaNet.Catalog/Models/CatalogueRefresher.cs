using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Catalog.Models;

/// <summary>Writes into the catalogue what the nodes have whenever that changes, and tells everybody. It asks nobody again and again: it waits to be told.</summary>
internal sealed class CatalogueRefresher(IInference inference, CatalogueWriter writer, TimeProvider time, ILogger<CatalogueRefresher> logger) : BackgroundService
{
    /// <summary>Nodes that come up together are one change.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(150), Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (known, failing) = (0L, false);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var changed = await inference.ModelsChangedAsync(known, stoppingToken);
                await Task.Delay(Gather, time, stoppingToken);
                await writer.WriteAsync(stoppingToken);
                (known, failing) = (changed, false);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!failing) logger.CatalogueNotRefreshed(e);
                failing = true;
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
