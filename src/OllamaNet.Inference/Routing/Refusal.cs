using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing;

/// <summary>Says why no node takes a request.</summary>
internal sealed class Refusal(NodeSet nodes)
{
    /// <param name="asked">The name that the caller used.</param>
    /// <param name="complete">Every node was asked what it has.</param>
    public InferenceException Of(Demand demand, string asked, bool complete)
    {
        var having = nodes.All.Select(n => (Node: n, Model: n.Find(demand.Model))).Where(h => h.Model is not null).Select(h => new Candidate(h.Node, h.Model!)).ToList();
        if (having.Count == 0) return NobodyHas(asked, complete);
        if (demand.LocalOnly && having.RemoveAll(c => c.Model.LeavesSite) > 0 && having.Count == 0)
            return new(InferenceError.Unsupported, $"The model {Shown(asked)} runs off the site, and this request must stay. Choose another one.") { Parameter = "localOnly" };

        // What a capable node said last counts even while it is away: better unreachable than a wrong refusal.
        foreach (var need in demand.Needs)
        {
            if (having.RemoveAll(c => !need.IsMetBy(c.Node, c.Model)) > 0 && having.Count == 0)
                return new(InferenceError.Unsupported, $"The model {Shown(asked)} {need.Sentence}. Choose another one.") { Parameter = need.Parameter };
        }

        if (demand.OnlyRelayed is { } wire && having.RemoveAll(c => !c.Node.Engine.Speaks(wire.Protocol)) > 0 && having.Count == 0) return wire.Refusal();
        return NobodyNow(asked, having);
    }

    /// <summary>For a name that the caller may not use as for one that does not exist.</summary>
    public static InferenceException NotFound(string asked) =>
        new(InferenceError.ModelNotFound, $"No node has the model {Shown(asked)}. Choose another one.");

    /// <summary>While a node is away that never told what it has, the model may well be there.</summary>
    private InferenceException NobodyHas(string asked, bool complete) => complete && nodes.All.All(n => n.State.Reachable || !n.IsListed || n.State.Models.Count > 0)
        ? NotFound(asked)
        : new(InferenceError.Unavailable, $"No node that can be reached has the model {Shown(asked)}. Try again in a moment, or choose another one.");

    private static InferenceException NobodyNow(string asked, List<Candidate> having)
    {
        var working = having.Where(c => !c.Node.Draining).ToList();
        if (working.Count == 0) return new(InferenceError.Unavailable, $"The nodes that have the model {Shown(asked)} are being taken out of use. Choose another one.");
        var pause = working.Min(c => c.Node.Load.Pause);
        return new(working.TrueForAll(c => c.Node.Load.LastError is InferenceError.Busy) ? InferenceError.Busy : InferenceError.Unavailable,
            $"The nodes that have the model {Shown(asked)} failed several times. They are tried again soon; so should you.")
        {
            RetryAfter = pause > TimeSpan.Zero ? pause : TimeSpan.FromSeconds(2),
        };
    }

    private static string Shown(string model) => model.Length <= 100 ? model : model[..100] + "…";
}
