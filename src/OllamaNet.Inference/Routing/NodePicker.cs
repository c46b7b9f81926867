using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing;

/// <summary>Chooses the node for a request. Not for two at once: <see cref="Queue.WaitingRoom"/> asks it under its lock.</summary>
internal sealed class NodePicker(NodeSet nodes)
{
    /// <summary>A model that must be read from disk first is as far away as so many requests.</summary>
    private const int LoadingCost = 8;

    private readonly List<Place> _places = [];
    private ulong _turn;
    private bool _loadedSomewhere;

    /// <summary>
    /// In this order: reachable and not failing; with the model in memory; the conversation's favourite while that is not busier than
    /// others; the least work for its speed and weight; on the site.
    /// </summary>
    /// <param name="full">There are nodes, and every place on them is taken.</param>
    /// <returns>Null: no node can take it now.</returns>
    public Candidate? Pick(Demand demand, out bool full)
    {
        full = false;
        Find(demand);
        if (_places.Count == 0) return null;

        var (fastest, strongest) = (0d, 0d);
        foreach (var place in _places) fastest = Math.Max(fastest, place.Speed ?? 0);
        // A node that was not measured yet is taken for a fast one, so that it gets the chance.
        foreach (var place in _places) strongest = Math.Max(strongest, Strength(place, fastest));

        Place? best = null, favourite = null;
        var (bestWork, favouriteDraw, least) = (0d, 0d, double.MaxValue);
        var key = demand.Affinity ?? ++_turn;
        foreach (var place in _places)
        {
            var strength = Strength(place, fastest) / strongest;
            least = Math.Min(least, place.InFlight / strength);
            var draw = Draw(key, place.Node);
            if (favourite is null || draw > favouriteDraw) (favourite, favouriteDraw) = (place, draw);
            if (place.IsFull) continue;

            var work = (place.InFlight + 1 + (IsLoaded(place) ? 0 : LoadingCost)) / strength;
            var better = best is null || work < bestWork
                || (work == bestWork && (best.Value.Model.LeavesSite, -Draw(key, best.Value.Node)).CompareTo((place.Model.LeavesSite, -draw)) > 0);
            if (better) (best, bestWork) = (place, work);
        }

        if (best is null) full = true;
        var chosen = demand.Affinity is not null && IsWorthIt(favourite!.Value, best, (1 + (least * 1.25)) * Strength(favourite.Value, fastest) / strongest) ? favourite : best;
        _places.Clear();
        return chosen is { } taken ? new(taken.Node, taken.Model) : null;
    }

    /// <summary>Whether a node that was not tried yet could take it, busy or not.</summary>
    public bool IsServed(Demand demand)
    {
        foreach (var node in nodes.All)
        {
            if (!demand.Tried.Contains(node) && node.Find(demand.Model) is { } model && demand.CanBeDoneBy(node, model)) return true;
        }

        return false;
    }

    /// <summary>The one spelling of a name that nodes know.</summary>
    public string Canonical(string name)
    {
        foreach (var node in nodes.All)
        {
            if (node.Find(name) is { } model) return model.Name;
        }

        return name;
    }

    /// <summary>The nodes that can take it, of the best kind there is: reachable and not failing; not reachable; failing, and due to be tried.</summary>
    private void Find(Demand demand)
    {
        _places.Clear();
        var lowest = int.MaxValue;
        foreach (var node in nodes.All)
        {
            if (node.Draining || demand.Tried.Contains(node) || node.Find(demand.Model) is not { } model || !demand.CanBeDoneBy(node, model)) continue;
            var rank = node.Load.Admits ? (node.State.Reachable ? 0 : 1) : node.Load.AdmitsTrial ? 2 : 3;
            if (rank == 3 || rank > lowest) continue;
            if (rank < lowest) _places.Clear();
            lowest = rank;
            _places.Add(new(node, model, node.Load.InFlight, node.Load.TokensPerSecond));
        }

        // Where nothing says that it is in memory, nothing is known about it.
        _loadedSomewhere = _places.Exists(p => p.Model.Loaded);
    }

    /// <summary>Its cache saves reading the beginning again, but not for any price.</summary>
    private bool IsWorthIt(Place favourite, Place? best, double bearable) =>
        !favourite.IsFull && best is { } other && (IsLoaded(favourite) || !IsLoaded(other)) && favourite.InFlight <= bearable;

    /// <summary>Only Ollama loads models when they are asked for.</summary>
    private bool IsLoaded(Place place) => !_loadedSomewhere || place.Model.Loaded || place.Node.Options.Kind is not NodeKind.Ollama;

    private static double Strength(Place place, double fastest) => place.Node.Options.Weight * (fastest == 0 ? 1 : place.Speed ?? fastest);

    /// <summary>A weighted lot: nodes draw the highest as often as their weight says.</summary>
    private static double Draw(ulong key, Node node) => node.Options.Weight / -Math.Log((Affinity.Weight(key, node.Name) + 1d) / (ulong.MaxValue + 2d));

    private readonly record struct Place(Node Node, NodeModel Model, int InFlight, double? Speed)
    {
        public bool IsFull => InFlight >= Node.Options.MaxConcurrent;
    }
}
