using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing;

/// <summary>Joins what the reachable nodes have into one list, a model once: what this caller may use, and the names that stand for some of it.</summary>
internal static class ModelList
{
    public static IReadOnlyList<ModelInfo> For(Caller caller, IReadOnlyList<Node> nodes, ModelDirectory directory)
    {
        var usable = nodes.Where(n => n.State.Reachable)
            .SelectMany(n => n.State.Models.Values.Select(m => new Candidate(n, m)))
            .GroupBy(c => c.Model.Name, StringComparer.Ordinal)
            .Where(g => directory.MayUse(caller, g.Key))
            .Select(g => (Name: g.Key, Places: Allowed(caller, g.Key, g, directory)))
            .Where(m => m.Places.Length > 0)
            .ToDictionary(m => m.Name, m => Join(m.Name, m.Places), StringComparer.Ordinal);

        var aliases = directory.Aliases.Keys.Select(a => Stand(a, directory.Resolve(a, caller), usable)).OfType<ModelInfo>().ToArray();
        return
        [
            .. usable.Values.Where(m => !directory.Hidden(m.Name) && !directory.Aliases.ContainsKey(m.Name)).Concat(aliases.Where(a => !directory.Hidden(a.Name)))
                .OrderBy(m => m.Name, StringComparer.Ordinal),
        ];
    }

    private static Candidate[] Allowed(Caller caller, string name, IEnumerable<Candidate> places, ModelDirectory directory) =>
        directory.LocalOnly(caller, name) ? [.. places.Where(p => !p.Model.LeavesSite)] : [.. places];

    /// <summary>Described as the first of its targets that can be used; it leaves the site when any of them does.</summary>
    private static ModelInfo? Stand(string alias, IReadOnlyList<string> targets, Dictionary<string, ModelInfo> usable)
    {
        var models = targets.Select(t => usable.GetValueOrDefault(t) ?? usable.GetValueOrDefault(ModelNames.Canonical(t))).OfType<ModelInfo>().ToArray();
        return models.Length == 0 ? null : models[0] with { Name = alias, AliasOf = targets, Nodes = [.. models.SelectMany(m => m.Nodes).Distinct(StringComparer.Ordinal)], DataLeavesSite = models.Any(m => m.DataLeavesSite) };
    }

    private static ModelInfo Join(string name, Candidate[] places)
    {
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
}
