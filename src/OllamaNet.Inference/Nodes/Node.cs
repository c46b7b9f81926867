using System.Collections.Frozen;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Nodes;

/// <summary>A node and what is known about it.</summary>
/// <param name="optional">Nobody configured it: it is not mentioned until it first answers.</param>
internal sealed class Node(NodeOptions options, IEngine engine, bool optional) : IAsyncDisposable
{
    private readonly TaskCompletionSource _probed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private volatile NodeState _state = NodeState.Unknown;

    public NodeOptions Options => options;

    public string Name => options.Name;

    public IEngine Engine => engine;

    public NodeState State => _state;

    public bool IsListed => !optional || _state.Version is not null || _state.Models.Count > 0;

    /// <summary>Ends with the first probe, whatever it found.</summary>
    public Task Probed => _probed.Task;

    /// <summary>Takes no new work; what runs ends in peace.</summary>
    public bool Draining { get; set; }

    public NodeLoad Load { get; init; } = new();

    public NodeInfo Info => new(Name, options.Kind, _state.Reachable, options.LeavesSite, _state.Version, _state.Models.Count, _state.Error);

    /// <summary>A model by its public name; as with Ollama, no tag means the tag <c>latest</c>.</summary>
    public NodeModel? Find(string name) =>
        _state.Models.TryGetValue(name, out var model) || (!name.Contains(':', StringComparison.Ordinal) && _state.Models.TryGetValue(name + ":latest", out model)) ? model : null;

    public void Found(EngineState found)
    {
        var byName = found.Models.DistinctBy(m => m.Name, StringComparer.Ordinal).ToDictionary(m => m.Name, StringComparer.Ordinal);
        var models = options.Models.Length == 0
            ? byName.Values.Select(m => Serve(m.Name, m))
            : from named in options.Models
              let model = byName.GetValueOrDefault(named.Upstream ?? named.Name)
              where model is not null
              select Serve(named.Name, model);
        _state = new(Reachable: true, found.Version, models.DistinctBy(m => m.Name, StringComparer.Ordinal).ToFrozenDictionary(m => m.Name, StringComparer.Ordinal), found.Problem);
        Load.Probed(reached: true);
        _probed.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        _wake.Dispose();
    }

    private NodeModel Serve(string name, EngineModel model) => new(name, model, options.LeavesSite || model.DataLeavesSite);

    /// <summary>What was known of its models stays: it may be back before the next probe.</summary>
    public void Lost(string error)
    {
        _state = _state with { Reachable = false, Error = error };
        Load.Probed(reached: false);
        _probed.TrySetResult();
    }

    /// <summary>Asks for a probe now rather than at the next turn.</summary>
    public void ProbeSoon()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody asked already.
        }
    }

    /// <summary>Until the next probe is due or asked for.</summary>
    public Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => _wake.WaitAsync(delay, cancellationToken);
}

/// <param name="Name">The public name.</param>
/// <param name="Engine">What the node says about it, under its own name.</param>
internal sealed record NodeModel(string Name, EngineModel Engine, bool LeavesSite)
{
    /// <summary>In memory: it answers without being read from disk first.</summary>
    public bool Loaded { get; init; }
}

internal sealed record NodeState(bool Reachable, string? Version, FrozenDictionary<string, NodeModel> Models, string? Error)
{
    public static readonly NodeState Unknown = new(Reachable: false, Version: null, FrozenDictionary<string, NodeModel>.Empty, "It was not asked yet.");
}
