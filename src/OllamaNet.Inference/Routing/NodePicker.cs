using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing;

internal sealed record Candidate(Node Node, NodeModel Model);

/// <summary>Chooses the nodes for a request, best first.</summary>
internal sealed class NodePicker(NodeSet nodes)
{
    /// <summary>A first question is better late than refused.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);

    /// <exception cref="InferenceException">No node may or can do it.</exception>
    public async ValueTask<IReadOnlyList<Candidate>> PickAsync(string model, IReadOnlyList<Need> needs, string? affinityKey, bool localOnly, CancellationToken cancellationToken)
    {
        var candidates = Having(model);
        if (candidates.Count == 0)
        {
            var complete = await nodes.KnownAsync(FirstWait, cancellationToken);
            candidates = Having(model);
            if (candidates.Count == 0) throw NobodyHas(model, complete);
        }

        if (localOnly && candidates.RemoveAll(c => c.Model.LeavesSite) > 0 && candidates.Count == 0)
            throw new InferenceException(InferenceError.Unsupported, $"The model {Shown(model)} runs off the site, and this request must stay. Choose another one.") { Parameter = "localOnly" };

        // What a capable node said last counts even while it is away: better unreachable than a wrong refusal.
        foreach (var need in needs)
        {
            if (candidates.RemoveAll(c => !c.Model.Engine.Capabilities.HasFlag(need.Capability)) > 0 && candidates.Count == 0)
                throw new InferenceException(InferenceError.Unsupported, $"The model {Shown(model)} {need.Sentence}. Choose another one.") { Parameter = need.Parameter };
        }

        return candidates.Count == 1 ? candidates : Order(candidates, affinityKey);
    }

    private List<Candidate> Having(string model)
    {
        var candidates = new List<Candidate>(nodes.All.Count);
        foreach (var node in nodes.All)
        {
            if (node.Find(model) is { } found) candidates.Add(new(node, found));
        }

        return candidates;
    }

    /// <summary>While a node is away that never told what it has, the model may well be there.</summary>
    private InferenceException NobodyHas(string model, bool complete) =>
        complete && nodes.All.All(n => n.State.Reachable || !n.IsListed || n.State.Models.Count > 0)
            ? new(InferenceError.ModelNotFound, $"No node has the model {Shown(model)}. Choose another one.")
            : new(InferenceError.Unavailable, $"No node that can be reached has the model {Shown(model)}. Try again in a moment, or choose another one.");

    /// <summary>
    /// Reachable first, then the least busy, then those on the site. Requests of one conversation go to the same node, whose cache
    /// knows its beginning, as long as that node is not busier than the others by more than a request.
    /// </summary>
    private static Candidate[] Order(List<Candidate> candidates, string? affinityKey)
    {
        var key = affinityKey ?? Guid.CreateVersion7().ToString();
        var favourite = affinityKey is null ? null : candidates.MaxBy(c => Weight(key, c.Node.Name));
        return
        [
            .. candidates
                .OrderByDescending(c => c.Node.State.Reachable)
                .ThenBy(c => c.Node.Load.InFlight - (c == favourite ? 1 : 0))
                .ThenByDescending(c => c == favourite)
                .ThenBy(c => c.Model.LeavesSite)
                .ThenByDescending(c => Weight(key, c.Node.Name)),
        ];
    }

    /// <summary>Rendezvous hashing (FNV-1a, mixed): the same in every process, and a node that leaves moves its own keys only.</summary>
    internal static ulong Weight(string key, string node)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in key) hash = (hash ^ c) * 1099511628211UL;
        foreach (var c in node) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }

    private static string Shown(string model) => model.Length <= 100 ? model : model[..100] + "…";
}
