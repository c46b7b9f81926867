using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing;

/// <summary>Joins what the reachable nodes have into one list, a model once.</summary>
internal static class ModelList
{
    public static IReadOnlyList<ModelInfo> Of(IReadOnlyList<Node> nodes) =>
    [
        .. nodes.Where(n => n.State.Reachable)
            .SelectMany(n => n.State.Models.Values.Select(m => new Candidate(n, m)))
            .GroupBy(c => c.Model.Name, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Join(g.Key, [.. g])),
    ];

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
