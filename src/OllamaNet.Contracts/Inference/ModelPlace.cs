namespace OllamaNet.Contracts.Inference;

/// <summary>A model on one node, as its engine describes it, whoever may use it.</summary>
/// <param name="Model">The public name.</param>
/// <param name="Node">The node's name.</param>
public sealed record ModelPlace(string Model, string Node)
{
    /// <summary>The node answered its last probe and takes work.</summary>
    public bool Reachable { get; init; }

    /// <summary>In memory: it answers without being read from disk first.</summary>
    public bool Loaded { get; init; }

    public bool DataLeavesSite { get; init; }

    /// <summary>Changes when the model behind the name does; null where the node does not say.</summary>
    public string? Digest { get; init; }

    public required ModelCapabilities Capabilities { get; init; }

    public int? ContextLength { get; init; }

    public long? Size { get; init; }

    public string? ParameterSize { get; init; }

    public string? Family { get; init; }

    public string? Quantization { get; init; }

    public bool Demo { get; init; }

    public ModelAbout? About { get; init; }
}

/// <summary>What an engine tells about a model that nobody needs to ask it. Texts are cut, and any engine may have written them.</summary>
public sealed record ModelAbout
{
    public string? Publisher { get; init; }

    /// <summary>Its short name, such as <c>apache-2.0</c>.</summary>
    public string? Licence { get; init; }

    /// <summary>As the engine names them, such as <c>en</c>.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    public string? LicenceText { get; init; }

    /// <summary>How messages become a prompt.</summary>
    public string? Template { get; init; }

    /// <summary>One a line, as the engine writes them.</summary>
    public string? Parameters { get; init; }
}
