using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Embedded.Models;

/// <summary>A GGUF file on disk. A file that changes is another model: the time stamp is part of it.</summary>
internal sealed record ModelFile(string Name, string Path, long Size, DateTime Changed, bool Demo)
{
    /// <summary>Null when the file cannot be used; then <see cref="Problem"/> says why.</summary>
    public GgufHeader? Header { get; init; }

    public string? Problem { get; init; }

    public EngineModel Describe(int contextLimit) => new(Name, Header!.EmbedsOnly
        ? ModelCapabilities.Embedding
        : ModelCapabilities.Completion | ModelCapabilities.Embedding | ModelCapabilities.JsonSchema)
    {
        ContextLength = Math.Min(contextLimit, Header.ContextLength ?? contextLimit),
        Size = Size,
        ParameterSize = Header.ParameterSize,
        Family = Header.Architecture,
        Quantization = Header.Quantization,
        Demo = Demo,
    };
}
