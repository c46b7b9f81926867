using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

/// <summary>Which model answers: the one that is named, or the best that is there.</summary>
internal sealed class ModelChoice(IInference inference, IOptionsMonitor<ChatOptions> options)
{
    /// <exception cref="InferenceException">There is none.</exception>
    public async Task<ModelInfo> ChooseAsync(string? wanted, Caller caller, CancellationToken cancellationToken)
    {
        var models = (await inference.ListModelsAsync(caller, cancellationToken)).Where(m => m.Capabilities.HasFlag(ModelCapabilities.Completion)).ToList();
        if (models.Count == 0) throw new InferenceException(InferenceError.Unavailable, "No model can be reached right now. Try again in a moment; an administrator can check the nodes.");
        if (wanted is null) return Find(models, options.CurrentValue.DefaultModel) ?? models.Find(m => !m.Demo) ?? models[0];

        return Find(models, wanted) ?? throw new InferenceException(InferenceError.ModelNotFound, $"The model '{wanted}' cannot be used: no reachable node has it, or a setting keeps it from you. Choose another one, look at Settings → Privacy, or ask an administrator.");
    }

    private static ModelInfo? Find(List<ModelInfo> models, string? name) =>
        models.Find(m => string.Equals(m.Name, name, StringComparison.Ordinal)) ?? models.Find(m => string.Equals(m.Name, $"{name}:latest", StringComparison.Ordinal));
}
