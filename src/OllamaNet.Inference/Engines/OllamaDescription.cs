using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines;

/// <summary>What Ollama tells about a model, in our words.</summary>
internal static class OllamaDescription
{
    public static EngineModel Of(OllamaModel model, OllamaShow show)
    {
        var details = show.Details ?? model.Details;
        return new(model.Name, CapabilitiesOf(show))
        {
            Digest = model.Digest,
            ContextLength = ContextLengthOf(show.ModelInfo),
            Size = model.Size,
            ParameterSize = details?.ParameterSize ?? model.Details?.ParameterSize,
            Family = details?.Family,
            Quantization = details?.QuantizationLevel ?? model.Details?.QuantizationLevel,
            DataLeavesSite = model.RemoteHost is not null,
        };
    }

    private static ModelCapabilities CapabilitiesOf(OllamaShow show)
    {
        // Servers before 0.6.4 name none.
        if (show.Capabilities is null)
        {
            if (show.Details?.Family?.Contains("bert", StringComparison.Ordinal) == true) return ModelCapabilities.Embedding;
            return ModelCapabilities.Completion | ModelCapabilities.JsonSchema | (show.ProjectorInfo is null ? ModelCapabilities.None : ModelCapabilities.Vision);
        }

        return show.Capabilities.Aggregate(ModelCapabilities.None, (all, name) => all | name switch
        {
            "completion" => ModelCapabilities.Completion | ModelCapabilities.JsonSchema,
            "vision" => ModelCapabilities.Vision,
            "thinking" => ModelCapabilities.Thinking,
            "tools" => ModelCapabilities.Tools,
            "embedding" => ModelCapabilities.Embedding,
            _ => ModelCapabilities.None,
        });
    }

    private static int? ContextLengthOf(JsonElement? info)
    {
        if (info is not { ValueKind: JsonValueKind.Object } facts) return null;
        foreach (var fact in facts.EnumerateObject())
        {
            if (fact.Name.EndsWith(".context_length", StringComparison.Ordinal) && fact.Value.ValueKind is JsonValueKind.Number && fact.Value.TryGetInt32(out var length))
                return length;
        }

        return null;
    }
}
