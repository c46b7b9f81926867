using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing;

internal sealed record Candidate(Node Node, NodeModel Model);

/// <summary>What a call asks of the nodes.</summary>
internal sealed class Demand
{
    /// <summary>A model's public name.</summary>
    public required string Model { get; init; }

    public required IReadOnlyList<Need> Needs { get; init; }

    /// <summary>The prompt must not leave the site.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>See <see cref="Routing.Affinity"/>; null: any node is as good.</summary>
    public ulong? Affinity { get; init; }

    /// <summary>The request as it came, where only a node of the same protocol can take it.</summary>
    public WireRequest? OnlyRelayed { get; init; }

    /// <summary>Nodes that have had their chance.</summary>
    public List<Node> Tried { get; init; } = [];

    /// <summary>Where this one finds no place, the other finds none either.</summary>
    public bool IsLike(Demand other) =>
        Model == other.Model && ReferenceEquals(Needs, other.Needs) && LocalOnly == other.LocalOnly && Tried.Count == 0 && OnlyRelayed is null;

    /// <summary>Whether the node can do it at all, busy or not.</summary>
    public bool CanBeDoneBy(Node node, NodeModel model)
    {
        if (LocalOnly && model.LeavesSite) return false;
        foreach (var need in Needs)
        {
            if (!need.IsMetBy(node, model)) return false;
        }

        return OnlyRelayed is null || node.Engine.Speaks(OnlyRelayed.Protocol);
    }
}
