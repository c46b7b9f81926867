using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

internal static class ImageCheck
{
    /// <summary>Images go only to models that see; anything else would answer as if there were none.</summary>
    public static void Refuse(Turn turn, ModelInfo model)
    {
        if (model.Capabilities.HasFlag(ModelCapabilities.Vision)) return;
        var question = turn.Question ?? turn.History.LastOrDefault(m => m.Role is MessageRole.User)?.Parts;
        if (question?.Any(p => p.IsImage) is true)
            throw new InferenceException(InferenceError.Unsupported, $"The model '{model.Name}' cannot see images. Choose one that can, or leave the image out.") { Parameter = "parts", Code = "model-without-vision" };
    }
}
