using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Engines;

internal static class RawPrompt
{
    /// <summary>Nothing is added but an empty line between two texts: what the model is to read stands in them.</summary>
    public static string Of(IReadOnlyList<ChatMessage> messages) => string.Join("\n\n", messages.Select(m => m.Content));
}
