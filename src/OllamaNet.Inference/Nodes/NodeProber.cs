using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Nodes;

/// <summary>Asks every node, again and again, what it is and what it has. Never on a request's way.</summary>
internal sealed class NodeProber(NodeSet nodes, IOptions<InferenceOptions> options, TimeProvider time, ILogger<NodeProber> logger) : BackgroundService
{
    private const int SlowestFactor = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watching = new ConcurrentDictionary<Node, Task>();
        try
        {
            await foreach (var node in nodes.Added.ReadAllAsync(stoppingToken))
            {
                watching[node] = WatchAsync(node, stoppingToken);
                foreach (var (gone, watch) in watching)
                {
                    if (watch.IsCompleted) watching.TryRemove(gone, out _);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The watches end with it.
        }

        await Task.WhenAll(watching.Values);
    }

    /// <summary>Asks one node now.</summary>
    /// <returns>Whether it answered.</returns>
    public async Task<bool> ProbeAsync(Node node, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var before = node.State;
        try
        {
            node.Found(await node.Engine.ProbeAsync(limit.Token), time.GetUtcNow());
            if (!before.Reachable || before.Models.Count != node.State.Models.Count) logger.NodeReachable(node.Name, node.State.Version, node.State.Models.Count);
            if (node.State.Warning is { } warning && before.Warning != warning) logger.NodeVersionWarning(node.Name, warning);
            return true;
        }
        catch (InferenceException e)
        {
            node.Lost(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
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

    private async Task WatchAsync(Node node, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, node.Gone);
        var failures = 0;
        try
        {
            while (true)
            {
                if (node.Hindrance is null) failures = await ProbeAsync(node, ending.Token) ? 0 : failures + 1;
                await node.WaitAsync(Delay(failures), ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The program stops, or the node was removed.
        }
    }

    /// <summary>Soon after the first failure, then ever later, up to three times the usual interval.</summary>
    private TimeSpan Delay(int failures)
    {
        var interval = options.Value.ProbeInterval;
        return failures == 0 ? interval : interval * Math.Min(SlowestFactor, Math.Pow(2, failures - 1) / 5);
    }
}
