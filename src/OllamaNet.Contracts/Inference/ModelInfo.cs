namespace OllamaNet.Contracts.Inference;

/// <summary>A model as users see it, joined over the nodes that have it.</summary>
public sealed record ModelInfo
{
    public required string Name { get; init; }

    public required ModelCapabilities Capabilities { get; init; }

    /// <summary>Longest context, tokens; null where no node says.</summary>
    public int? ContextLength { get; init; }

    /// <summary>Bytes on disk; null where no node says.</summary>
    public long? Size { get; init; }

    /// <summary>Such as <c>3.2B</c>.</summary>
    public string? ParameterSize { get; init; }

    public string? Family { get; init; }

    public string? Quantization { get; init; }

    /// <summary>Names of the nodes that serve it.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>Every node that serves it sends data off the site.</summary>
    public bool DataLeavesSite { get; init; }

    /// <summary>For a name that stands for others: the models that are tried, in order. Null for a model.</summary>
    public IReadOnlyList<string>? AliasOf { get; init; }

    /// <summary>The small model that ships with the program so that it answers at once.</summary>
    public bool Demo { get; init; }
}

[Flags]
public enum ModelCapabilities
{
    None = 0,
    Completion = 1,
    Vision = 2,
    Thinking = 4,
    Tools = 8,
    Embedding = 16,
    JsonSchema = 32,
}

public enum NodeKind { Ollama, OpenAI, Embedded }

/// <param name="Error">Why the node cannot be used, for an administrator; null when it can.</param>
public sealed record NodeInfo(string Name, NodeKind Kind, bool Reachable, bool DataLeavesSite, string? Version, int Models, string? Error)
{
    /// <summary>Why its version should not be run any longer, for an administrator.</summary>
    public string? Warning { get; init; }
}
