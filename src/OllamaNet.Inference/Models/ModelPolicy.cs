namespace OllamaNet.Inference.Models;

/// <summary>What an administrator decided about a model, by its public name.</summary>
internal sealed class ModelPolicy
{
    public required string Model { get; init; }

    /// <summary>Nodes that send data off the site are not picked for it.</summary>
    public bool LocalOnly { get; set; }

    /// <summary>Not in the lists; who knows its name, such as an alias, may still ask it.</summary>
    public bool Hidden { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
