using System.Collections.Frozen;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Models;

namespace OllamaNet.Inference.Nodes;

/// <summary>A node and what is known about it.</summary>
internal sealed class Node(NodeDefinition definition, IEngine engine) : IAsyncDisposable
{
    /// <summary>A node that somebody else runs may say anything.</summary>
    private const int MostModels = 2000;

    private readonly TaskCompletionSource _probed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _gone = new();
    private readonly Lock _changing = new();
    private volatile NodeDefinition _definition = definition;
    private volatile NodeState _state = NodeState.Unknown;
    private EngineState? _found;
    private volatile bool _expired;

    public NodeDefinition Definition => _definition;

    public Guid Id => _definition.Id;

    public NodeOptions Options => _definition.Options;

    public string Name => Options.Name;

    public IEngine Engine => engine;

    public NodeState State => _state;

    public bool IsListed => !_definition.Optional || _state.Version is not null || _state.Models.Count > 0;

    /// <summary>Why nothing is sent to it, not even a probe; null for a node that is used.</summary>
    public string? Hindrance => _definition.Problem
        ?? (!_definition.Approved ? "It waits for an administrator's approval." : _expired ? "It stopped announcing itself." : null);

    /// <summary>Ends with the first probe, whatever it found.</summary>
    public Task Probed => _probed.Task;

    /// <summary>Takes no new work; what runs ends in peace.</summary>
    public bool Draining { get; set; } = definition.Draining;

    public NodeLoad Load { get; init; } = new();

    /// <summary>Told whenever what it has, or whether it answers, is not as it was.</summary>
    public ModelChanges? Changes { get; init; }

    /// <summary>Cancelled when the node was removed.</summary>
    public CancellationToken Gone => _gone.Token;

    public NodeInfo Info => new(Name, Options.Kind, _state.Reachable && Hindrance is null, Options.LeavesSite, _state.Version, _state.Models.Count, Hindrance ?? _state.Error) { Warning = _state.Warning };

    /// <summary>A model by its public name; as with Ollama, no tag means the tag <c>latest</c>.</summary>
    public NodeModel? Find(string name) =>
        _state.Models.TryGetValue(name, out var model) || (!name.Contains(':', StringComparison.Ordinal) && _state.Models.TryGetValue(name + ":latest", out model)) ? model : null;

    /// <summary>A model by the node's own name, served or not; a registry may be left out, and the case is the node's.</summary>
    public EngineModel? Installed(string name)
    {
        var wanted = ModelNames.Short(name);
        lock (_changing) return _found?.Models.FirstOrDefault(m => string.Equals(ModelNames.Short(m.Name), wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Every model on its disk, served or not.</summary>
    public IReadOnlyList<EngineModel> OnDisk
    {
        get
        {
            lock (_changing) return _found?.Models.Where(m => m.Name.Length is > 0 and <= ModelNames.MaxLength && !m.Name.Any(char.IsControl)).Take(MostModels).ToArray() ?? [];
        }
    }

    /// <summary>Takes over what was said anew about it and does not need another engine.</summary>
    public void Change(NodeDefinition changed)
    {
        var before = _definition;
        lock (_changing)
        {
            _definition = changed;
            if (_found is { } found) _state = _state with { Models = Models(found), Stock = new() };
        }

        Changes?.Raise();

        Draining = changed.Draining;
        if (!before.Approved && changed.Approved) ProbeSoon();
    }

    /// <param name="now">The clock that announcements are stored by.</param>
    /// <returns>Whether it became usable or ceased to be.</returns>
    public bool ExpireAt(DateTimeOffset now)
    {
        var expired = _definition.ExpiresAt <= now;
        if (expired == _expired) return false;
        _expired = expired;
        if (!expired) ProbeSoon();
        return true;
    }

    public void Found(EngineState found, DateTimeOffset at)
    {
        bool changed;
        lock (_changing)
        {
            var before = _state;
            _found = found;
            _state = new(Reachable: true, found.Version, Models(found), found.Problem) { Warning = found.Warning, ReachedAt = at };
            changed = !_state.HasModelsOf(before);
            if (!changed) _state = _state with { Stock = before.Stock };
        }

        if (changed) Changes?.Raise();

        Load.Probed(reached: true);
        _probed.TrySetResult();
    }

    /// <summary>What was known of its models stays: it may be back before the next probe.</summary>
    public void Lost(string error)
    {
        bool changed;
        lock (_changing)
        {
            changed = _state.Reachable;
            _state = _state with { Reachable = false, Error = error };
        }

        if (changed) Changes?.Raise();
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
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody asked already, or took the node away.
        }
    }

    /// <summary>Until the next probe is due or asked for.</summary>
    public Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) => _wake.WaitAsync(delay, cancellationToken);

    /// <summary>Nobody watches over it any longer; what runs on it goes on.</summary>
    public Task RetireAsync() => _gone.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await engine.DisposeAsync();
        _wake.Dispose();
        _gone.Dispose();
    }

    private FrozenDictionary<string, NodeModel> Models(EngineState found)
    {
        var usable = found.Models.Where(m => m.Name.Length is > 0 and <= ModelNames.MaxLength && !m.Name.Any(char.IsControl)).Take(MostModels);
        var byName = usable.DistinctBy(m => m.Name, StringComparer.Ordinal).ToDictionary(m => m.Name, StringComparer.Ordinal);
        var models = Options.Models.Length == 0
            ? byName.Values.Select(m => Serve(m.Name, m))
            : from named in Options.Models
              let upstream = named.Upstream ?? named.Name
              let model = byName.GetValueOrDefault(upstream) ?? byName.GetValueOrDefault(ModelNames.Canonical(upstream))
              where model is not null
              select Serve(named.Name, model);
        return models.DistinctBy(m => m.Name, StringComparer.Ordinal).ToFrozenDictionary(m => m.Name, StringComparer.Ordinal);
    }

    private NodeModel Serve(string name, EngineModel model) => new(name, model, Options.LeavesSite || model.DataLeavesSite) { Loaded = model.Loaded };
}

/// <param name="Name">The public name.</param>
/// <param name="Engine">What the node says about it, under its own name.</param>
internal sealed record NodeModel(string Name, EngineModel Engine, bool LeavesSite)
{
    /// <summary>In memory: it answers without being read from disk first.</summary>
    public bool Loaded { get; init; }

    public ModelPlace On(Node node) => new(Name, node.Name)
    {
        Reachable = node.State.Reachable,
        Loaded = Loaded,
        DataLeavesSite = LeavesSite,
        Digest = Engine.Digest,
        Capabilities = Engine.Capabilities,
        ContextLength = Engine.ContextLength,
        Size = Engine.Size,
        ParameterSize = Engine.ParameterSize,
        Family = Engine.Family,
        Quantization = Engine.Quantization,
        Demo = Engine.Demo,
        About = Engine.About,
    };

    /// <summary>Without what comes and goes with each question.</summary>
    internal NodeModel AtRest => this with { Loaded = false, Engine = Engine with { Loaded = false, About = null } };
}

internal sealed record NodeState(bool Reachable, string? Version, FrozenDictionary<string, NodeModel> Models, string? Error)
{
    public static readonly NodeState Unknown = new(Reachable: false, Version: null, FrozenDictionary<string, NodeModel>.Empty, "It was not asked yet.");

    public string? Warning { get; init; }

    /// <summary>The same for as long as the models are, whatever of them is in memory.</summary>
    public object Stock { get; init; } = new();

    /// <summary>When it last answered a probe.</summary>
    public DateTimeOffset? ReachedAt { get; init; }

    public bool HasModelsOf(NodeState other) => Reachable == other.Reachable && Models.Count == other.Models.Count
        && Models.Values.All(m => other.Models.TryGetValue(m.Name, out var same) && m.AtRest == same.AtRest);
}
