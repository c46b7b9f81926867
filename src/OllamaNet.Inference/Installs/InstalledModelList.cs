using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Installs;

/// <param name="Nodes">Those that install models.</param>
public sealed record InstalledModelList(IReadOnlyList<InstalledModel> Items, IReadOnlyList<InstallingNode> Nodes)
{
    internal static InstalledModelList Of(NodeSet nodes)
    {
        var able = nodes.Known.Where(n => n.Engine is IModelStore && n.IsListed).OrderBy(n => n.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        var models = able.SelectMany(node => node.OnDisk.Select(model => (node, model)))
            .GroupBy(found => found.model.Name, StringComparer.Ordinal)
            .OrderBy(same => same.Key, StringComparer.OrdinalIgnoreCase)
            .Select(same => new InstalledModel(same.Key, [.. same.Select(s => new InstalledOnNode(s.node.Id, s.node.Name, s.model.Size, s.model.Digest, s.model.Loaded))])
            {
                ParameterSize = same.First().model.ParameterSize,
                Quantization = same.First().model.Quantization,
            });
        return new([.. models], [.. able.Select(n => new InstallingNode(n.Id, n.Name, n.State.Reachable && n.Hindrance is null))]);
    }
}

public sealed record InstallingNode(Guid Id, string Name, bool Reachable);

/// <param name="Name">The nodes' own name for it.</param>
public sealed record InstalledModel(string Name, IReadOnlyList<InstalledOnNode> Nodes)
{
    public string? ParameterSize { get; init; }

    public string? Quantization { get; init; }
}

/// <param name="Size">Bytes on the disk.</param>
/// <param name="Loaded">In memory now.</param>
public sealed record InstalledOnNode(Guid Id, string Name, long? Size, string? Digest, bool Loaded);
