using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing;

/// <summary>
/// Joins what the reachable nodes have into one list, a model once: what a caller may use, and the names that stand for some of it. Joined anew when a node has other
/// models, and not for each request; a list is the same object for as long as it says the same, for whoever is kept from nothing.
/// </summary>
internal sealed class ModelList(NodeSet nodes, ModelDirectory directory)
{
    private volatile Shelf? _shelf;
    private volatile OpenList? _open;

    public IReadOnlyList<ModelInfo> For(Caller caller)
    {
        var (shelf, rules) = (Shelved(), directory.Rules);
        if (!directory.IsKeptFromNothing(caller)) return ListOf(shelf, caller);
        if (_open is { } open && open.Shelf == shelf && open.Rules == rules) return open.Models;

        var models = ListOf(shelf, caller);
        // What came meanwhile is not known to be in it.
        if (directory.Rules == rules && directory.IsKeptFromNothing(caller)) _open = new(shelf, rules, models);
        return models;
    }

    private Shelf Shelved()
    {
        var stocked = nodes.All.Select(n => (Node: n, n.State)).Where(n => n.State.Reachable).ToArray();
        if (_shelf is { } known && known.Stocks.SequenceEqual(stocked.Select(n => n.State.Stock))) return known;

        var models = stocked.SelectMany(n => n.State.Models.Values.Select(m => new Candidate(n.Node, m))).GroupBy(c => c.Model.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (All: Join(g.Key, [.. g])!, OnSite: Join(g.Key, [.. g.Where(p => !p.Model.LeavesSite)]))).ToArray();
        return _shelf = new([.. stocked.Select(n => n.State.Stock)], models);
    }

    private ModelInfo[] ListOf(Shelf shelf, Caller caller)
    {
        var usable = new Dictionary<string, ModelInfo>(shelf.Models.Length, StringComparer.Ordinal);
        foreach (var (all, onSite) in shelf.Models)
        {
            if (directory.MayUse(caller, all.Name) && (directory.LocalOnly(caller, all.Name) ? onSite : all) is { } model) usable.Add(model.Name, model);
        }

        var aliases = directory.Aliases.Keys.Select(a => Stand(a, directory.Resolve(a, caller), usable)).OfType<ModelInfo>().Where(a => !directory.Hidden(a.Name)).ToArray();
        var models = usable.Values.Where(m => !directory.Hidden(m.Name) && !directory.Aliases.ContainsKey(m.Name));
        return aliases.Length == 0 ? [.. models] : [.. models.Concat(aliases).OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    /// <summary>Described as the first of its targets that can be used; it leaves the site when any of them does.</summary>
    private static ModelInfo? Stand(string alias, IReadOnlyList<string> targets, Dictionary<string, ModelInfo> usable)
    {
        var models = targets.Select(t => usable.GetValueOrDefault(t) ?? usable.GetValueOrDefault(ModelNames.Canonical(t))).OfType<ModelInfo>().ToArray();
        return models.Length == 0 ? null : models[0] with { Name = alias, AliasOf = targets, Nodes = [.. models.SelectMany(m => m.Nodes).Distinct(StringComparer.Ordinal)], DataLeavesSite = models.Any(m => m.DataLeavesSite) };
    }

    private static ModelInfo? Join(string name, Candidate[] places)
    {
        if (places.Length == 0) return null;
        var models = places.Select(p => p.Model.Engine).ToArray();
        return new()
        {
            Name = name,
            Capabilities = models.Aggregate(ModelCapabilities.None, (all, m) => all | m.Capabilities),
            ContextLength = models.Max(m => m.ContextLength),
            Size = models.Select(m => m.Size).FirstOrDefault(s => s is not null),
            ParameterSize = models.Select(m => m.ParameterSize).FirstOrDefault(s => s is not null),
            Family = models.Select(m => m.Family).FirstOrDefault(s => s is not null),
            Quantization = models.Select(m => m.Quantization).FirstOrDefault(s => s is not null),
            Nodes = [.. places.Select(p => p.Node.Name)],
            DataLeavesSite = places.All(p => p.Model.LeavesSite),
            Demo = models.All(m => m.Demo),
        };
    }

    /// <param name="Stocks">What it was joined of.</param>
    /// <param name="Models">In the order of their names; as all nodes have it, and as those have it that keep data on the site.</param>
    private sealed record Shelf(object[] Stocks, (ModelInfo All, ModelInfo? OnSite)[] Models);

    private sealed record OpenList(Shelf Shelf, ModelRules Rules, ModelInfo[] Models);
}
