using System.Collections.Frozen;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Nodes;

/// <summary>
/// All nodes of this process: those of the configuration, and those that the database knows. Whoever reads sees one moment of it, without a
/// lock. Nodes that nothing is sent to (not approved, expired) are known and not among <see cref="All"/>.
/// </summary>
internal sealed class NodeSet : IRefreshed, IAsyncDisposable
{
    /// <summary>Whoever picked a node before it was removed has begun to use it by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly IOptions<InferenceOptions> _options;
    private readonly EngineFactory _engines;
    private readonly NodeReader _reader;
    private readonly TimeProvider _time;
    private readonly NodeDefinition[] _configured;
    private readonly long _begun;
    private readonly Lock _changing = new();
    private readonly HashSet<Node> _retired = [];
    private readonly Channel<Node> _added = Channel.CreateUnbounded<Node>();
    private bool _disposed;
    private volatile Node[] _known = [];
    private volatile Node[] _all = [];

    public NodeSet(IOptions<InferenceOptions> options, EngineFactory engines, NodeReader reader, ModelChanges changes, TimeProvider time)
    {
        Changes = changes;
        (_options, _engines, _reader, _time, _begun) = (options, engines, reader, time, time.GetTimestamp());
        _configured = [.. (options.Value.Nodes.Length > 0 ? options.Value.Nodes.Select(n => Configured(n, optional: false)) : Defaults.Select(n => Configured(n, optional: n.Kind is NodeKind.Ollama)))];
        Apply([], FrozenSet<Guid>.Empty);
    }

    string IRefreshed.Name => "nodes";

    /// <summary>The nodes that work may be sent to.</summary>
    public IReadOnlyList<Node> All => _all;

    public ModelChanges Changes { get; }

    /// <summary>Every node, used or not.</summary>
    public IReadOnlyList<Node> Known => _known;

    /// <summary>Each node once, for the prober.</summary>
    public ChannelReader<Node> Added => _added.Reader;

    private static NodeOptions[] Defaults =>
    [
        new() { Name = "ollama", Kind = NodeKind.Ollama, Url = new Uri("http://127.0.0.1:11434") },
        new() { Name = "embedded", Kind = NodeKind.Embedded },
    ];

    public Node? Find(Guid id) => _known.FirstOrDefault(n => n.Id == id);

    /// <summary>
    /// Right after the start nothing is known yet; a short wait saves the first callers from an empty answer. Counted from the
    /// start, so a node that hangs holds nobody up later.
    /// </summary>
    /// <returns>Whether every node was asked.</returns>
    public async ValueTask<bool> KnownAsync(TimeSpan afterStart, CancellationToken cancellationToken)
    {
        var all = _all;
        if (Array.TrueForAll(all, n => n.Probed.IsCompleted)) return true;
        var left = afterStart - _time.GetElapsedTime(_begun);
        if (left <= TimeSpan.Zero) return false;
        try
        {
            await Task.WhenAll(all.Select(n => n.Probed)).WaitAsync(left, _time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (registered, drained) = await _reader.ReadAsync(connection, cancellationToken);
        Apply(registered, drained);
    }

    /// <summary>Only while the database answers does silence mean that a node is gone: an announcement needs the database too.</summary>
    public void Current(DateTimeOffset now)
    {
        lock (_changing)
        {
            var changed = false;
            foreach (var node in _known) changed |= node.ExpireAt(now);
            if (changed) Publish(_known);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _added.Writer.TryComplete();
        Node[] nodes;
        lock (_changing)
        {
            // It is registered under two types, and the container disposes it for each.
            if (_disposed) return;
            _disposed = true;
            nodes = [.. _known, .. _retired];
            _retired.Clear();
        }

        foreach (var node in nodes) await node.DisposeAsync();
    }

    private void Apply(IReadOnlyList<NodeDefinition> registered, IReadOnlySet<Guid> drained)
    {
        lock (_changing)
        {
            if (_disposed) return;
            var before = _known.ToDictionary(n => n.Id);
            var names = _configured.Select(c => c.Options.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var wanted = _configured.Select(c => c with { Draining = drained.Contains(c.Id) })
                .Concat(registered.Select(r => names.Contains(r.Options.Name) ? r with { Problem = "A node of the configuration has this name. Rename one of them." } : r));
            Node[] after = [.. wanted.Select(w => Keep(before, w) ?? Add(w))];
            Publish(after);
            foreach (var gone in before.Values.Except(after)) Retire(gone);
        }
    }

    private static Node? Keep(Dictionary<Guid, Node> before, NodeDefinition wanted)
    {
        if (!before.TryGetValue(wanted.Id, out var node) || !node.Definition.HasEngineOf(wanted)) return null;
        node.Change(wanted);
        return node;
    }

    private Node Add(NodeDefinition definition)
    {
        var options = _options.Value;
        var node = new Node(definition, _engines.Create(definition.Options, options)) { Load = new(new(options.BreakerFailures, options.BreakerWindow, options.BreakerPause), _time), Changes = Changes };
        _added.Writer.TryWrite(node);
        return node;
    }

    private void Publish(Node[] nodes)
    {
        _known = nodes;
        var before = _all;
        _all = Array.FindAll(nodes, n => n.Hindrance is null);
        if (!before.SequenceEqual(_all)) Changes.Raise();
    }

    private void Retire(Node node)
    {
        _retired.Add(node);
        _ = DisposeWhenIdleAsync(node);
    }

    private async Task DisposeWhenIdleAsync(Node node)
    {
        await node.RetireAsync();
        do await Task.Delay(Grace, _time);
        while (node.Load.InFlight > 0);

        lock (_changing)
        {
            if (!_retired.Remove(node)) return;
        }

        await node.DisposeAsync();
    }

    private static NodeDefinition Configured(NodeOptions options, bool optional) => new(NodeDefinition.IdOf(options.Name), NodeSource.Configuration, options)
    {
        Optional = optional,
        Placement = options.Models.Length == 0 ? null : [.. options.Models.Select(m => new PlacedModel(m.Name, m.Upstream))],
    };
}
