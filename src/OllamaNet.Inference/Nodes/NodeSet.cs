using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Nodes;

/// <summary>All nodes of this process.</summary>
internal sealed class NodeSet : IAsyncDisposable
{
    /// <summary>How long a caller waits for what the first probes find.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Task _probed;
    private bool _patient = true;

    public NodeSet(IOptions<InferenceOptions> options, EngineFactory engines, TimeProvider time)
    {
        _time = time;
        var configured = options.Value.Nodes;
        All = configured.Length > 0
            ? [.. configured.Select(n => new Node(n, engines.Create(n, options.Value), optional: false))]
            : [.. Defaults.Select(n => new Node(n, engines.Create(n, options.Value), optional: n.Kind is NodeKind.Ollama))];
        _probed = Task.WhenAll(All.Select(n => n.Probed));
    }

    public IReadOnlyList<Node> All { get; }

    private static NodeOptions[] Defaults =>
    [
        new() { Name = "ollama", Kind = NodeKind.Ollama, Url = new Uri("http://127.0.0.1:11434") },
        new() { Name = "embedded", Kind = NodeKind.Embedded },
    ];

    /// <summary>Right after the start nothing is known yet; a short wait saves the first caller from an empty answer.</summary>
    public async ValueTask KnownAsync(CancellationToken cancellationToken)
    {
        if (_probed.IsCompleted || !Volatile.Read(ref _patient)) return;
        try
        {
            await _probed.WaitAsync(FirstWait, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // A node that hangs is not waited for again.
            Volatile.Write(ref _patient, false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in All) await node.DisposeAsync();
    }
}
