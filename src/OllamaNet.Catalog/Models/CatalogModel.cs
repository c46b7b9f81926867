namespace OllamaNet.Catalog.Models;

/// <summary>A name under which models are asked, and what is known of it. What the engine says and what administrators say stand side by side: neither overwrites the other.</summary>
internal sealed class CatalogModel
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Written by <see cref="CatalogueWriter"/> alone.</summary>
    public required ModelFacts Engine { get; init; }

    /// <summary>Written by administrators alone.</summary>
    public required ModelFacts Edited { get; set; }

    /// <summary>The longer texts of the engine.</summary>
    public required ModelTexts Texts { get; init; }

    /// <summary>For a name that stands for others: those.</summary>
    public IReadOnlyList<string>? AliasOf { get; init; }

    public bool Demo { get; init; }

    /// <summary>Shown before the others.</summary>
    public bool Featured { get; set; }

    public Guid? PictureId { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Since when no node has it.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>Counts administrators' changes.</summary>
    public int Version { get; set; }
}

/// <summary>A model's picture, as it was decoded and written anew.</summary>
internal sealed class ModelPicture
{
    public const int Side = 256;

    public required Guid Id { get; init; }

    public required Guid ModelId { get; init; }

    /// <summary>A PNG.</summary>
    public required byte[] Bytes { get; init; }
}

internal sealed record ModelTexts(string? Licence = null, string? Template = null, string? Parameters = null);
