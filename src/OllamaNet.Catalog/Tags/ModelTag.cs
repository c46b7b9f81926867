namespace OllamaNet.Catalog.Tags;

/// <summary>A label that administrators put on models, for everybody.</summary>
internal sealed class ModelTag
{
    public required Guid Id { get; init; }

    /// <summary>Unique, whatever the case.</summary>
    public required string Name { get; set; }

    public string? Colour { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class TaggedModel
{
    public required Guid ModelId { get; init; }

    public required Guid TagId { get; init; }
}
