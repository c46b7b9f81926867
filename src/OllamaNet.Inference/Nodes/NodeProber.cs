using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Nodes;

/// <summary>Asks every node, again and again, what it is and what it has.</summary>
internal sealed class NodeProber(NodeSet nodes, IOptions<InferenceOptions> options, ILogger<NodeProber> logger) : BackgroundService
{
    private const int SlowestFactor = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(nodes.All.Select(n => WatchAsync(n, stoppingToken)));

    private async Task WatchAsync(Node node, CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                failures = await ProbeAsync(node, stopping) ? 0 : failures + 1;
                await node.WaitAsync(Delay(failures), stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Soon after the first failure, then ever later, up to three times the usual interval.</summary>
    private TimeSpan Delay(int failures)
    {
        var interval = options.Value.ProbeInterval;
        return failures == 0 ? interval : interval * Math.Min(SlowestFactor, Math.Pow(2, failures - 1) / 5);
    }

    private async Task<bool> ProbeAsync(Node node, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(Limit);
        var before = node.State;
        try
        {
            node.Found(await node.Engine.ProbeAsync(limit.Token));
            if (!before.Reachable || before.Models.Count != node.State.Models.Count) logger.NodeReachable(node.Name, node.State.Version, node.State.Models.Count);
            return true;
        }
        catch (InferenceException e)
        {
            node.Lost(e.Message);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            node.Lost("It does not say what it has in time.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The watch over a node must survive whatever its engine does.
            node.Lost("Asking it failed; the log says why.");
            logger.ProbeFailed(e, node.Name);
        }

        if (node.IsListed && (before.Reachable || before == NodeState.Unknown)) logger.NodeLost(node.Name, node.State.Error);
        return false;
    }
}
