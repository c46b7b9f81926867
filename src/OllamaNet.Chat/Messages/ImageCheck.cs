using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

internal static class ImageCheck
{
    /// <summary>Images go only to models that see; anything else would answer as if there were none.</summary>
    public static void Refuse(Turn turn, ModelInfo model)
    {
        if (!model.Capabilities.HasFlag(ModelCapabilities.Vision) && turn.Question?.Any(p => p.Type is MessagePart.FileType) is true)
            throw new InferenceException(InferenceError.Unsupported, $"The model '{model.Name}' cannot see images. Choose one that can, or leave the image out.") { Parameter = "parts" };
    }
}
