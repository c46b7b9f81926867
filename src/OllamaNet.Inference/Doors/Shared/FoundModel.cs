using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Doors.Shared;

internal static class FoundModel
{
    /// <summary>A model that the caller may use; as with Ollama, no tag means the tag <c>latest</c>.</summary>
    /// <exception cref="InferenceException">There is none; one that the caller may not use looks the same.</exception>
    public static async Task<ModelInfo> FindModelAsync(this IInference inference, Caller caller, string name, CancellationToken cancellationToken)
    {
        var models = await inference.ListModelsAsync(caller, cancellationToken);
        return models.FirstOrDefault(m => m.Name == name)
            ?? (name.Contains(':', StringComparison.Ordinal) ? null : models.FirstOrDefault(m => m.Name == name + ":latest"))
            ?? throw new InferenceException(InferenceError.ModelNotFound, $"model '{(name.Length <= 100 ? name : name[..100] + "…")}' not found");
    }
}
