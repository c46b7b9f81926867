using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Nodes;

/// <summary>All nodes of this process.</summary>
internal sealed class NodeSet : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly Task _probed;
    private readonly long _begun;

    public NodeSet(IOptions<InferenceOptions> options, EngineFactory engines, TimeProvider time)
    {
        (_time, _begun) = (time, time.GetTimestamp());
        var configured = options.Value.Nodes;
        All = configured.Length > 0
            ? [.. configured.Select(n => new Node(n, engines.Create(n, options.Value), optional: false) { Load = NewLoad() })]
            : [.. Defaults.Select(n => new Node(n, engines.Create(n, options.Value), optional: n.Kind is NodeKind.Ollama) { Load = NewLoad() })];
        _probed = Task.WhenAll(All.Select(n => n.Probed));

        NodeLoad NewLoad() => new(new(options.Value.BreakerFailures, options.Value.BreakerWindow, options.Value.BreakerPause), time);
    }

    public IReadOnlyList<Node> All { get; }

    private static NodeOptions[] Defaults =>
    [
        new() { Name = "ollama", Kind = NodeKind.Ollama, Url = new Uri("http://127.0.0.1:11434") },
        new() { Name = "embedded", Kind = NodeKind.Embedded },
    ];

    /// <summary>
    /// Right after the start nothing is known yet; a short wait saves the first callers from an empty answer. Counted from the
    /// start, so a node that hangs holds nobody up later.
    /// </summary>
    /// <returns>Whether every node was asked.</returns>
    public async ValueTask<bool> KnownAsync(TimeSpan afterStart, CancellationToken cancellationToken)
    {
        if (_probed.IsCompleted) return true;
        var left = afterStart - _time.GetElapsedTime(_begun);
        if (left <= TimeSpan.Zero) return false;
        try
        {
            await _probed.WaitAsync(left, _time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in All) await node.DisposeAsync();
    }
}
