namespace OllamaNet.Catalog;

/// <summary>Which models there are, and who may look.</summary>
internal sealed class CatalogOptions
{
    public const string Section = "Catalog";

    /// <summary>Whether models can be looked through without an account: what is on offer, never how it is used.</summary>
    public bool PublicDiscovery { get; init; }
}
