using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>Which model makes the vectors: the one that is set, or the first that is there and keeps the text on the site.</summary>
internal sealed class EmbeddingModel(IInference inference, IOptions<ChatOptions> options)
{
    /// <returns>Its name; null when there is none.</returns>
    public async Task<string?> FindAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (!options.Value.Passages) return null;
        var models = (await inference.ListModelsAsync(caller, cancellationToken)).Where(m => m.Capabilities.HasFlag(ModelCapabilities.Embedding));
        return options.Value.EmbeddingModel is { Length: > 0 } set
            ? models.FirstOrDefault(m => m.Name == set || m.Name == $"{set}:latest")?.Name
            : models.FirstOrDefault(m => m is { DataLeavesSite: false, Demo: false } && !m.Capabilities.HasFlag(ModelCapabilities.Completion))?.Name;
    }
}
