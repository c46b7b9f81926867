namespace OllamaNet.Inference.Models;

/// <summary>A name of an administrator's choice that stands for models, tried in order: <c>llama3</c> → <c>llama3:8b</c> → <c>qwen3:4b</c>.</summary>
internal sealed class ModelAlias
{
    public required string Name { get; init; }

    /// <summary>Public model names; the first that some node can serve is taken.</summary>
    public required string[] Targets { get; set; }

    /// <summary>What it stood for before the last change; null where there was none.</summary>
    public string[]? Previous { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
