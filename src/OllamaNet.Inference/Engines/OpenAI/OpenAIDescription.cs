using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>What an OpenAI-compatible server tells about a model, in our words. The protocol itself tells the name only.</summary>
internal static class OpenAIDescription
{
    public static EngineModel Of(OpenAIModel model, NodeOptions node) => new(model.Id, CapabilitiesOf(model, node))
    {
        ContextLength = model.MaxModelLen ?? model.ContextLength ?? (int?)Meta(model, "n_ctx") ?? (int?)Meta(model, "n_ctx_train"),
        Size = Meta(model, "size"),
        // Most of these servers serve what they have loaded; one says it of each.
        Loaded = model.Status is not { ValueKind: JsonValueKind.Object } status || !status.TryGetProperty("value", out var value) || value.ValueKind is not JsonValueKind.String || value.ValueEquals("loaded"),
    };

    private static ModelCapabilities CapabilitiesOf(OpenAIModel model, NodeOptions node)
    {
        if (node.Capabilities.Length > 0) return node.Capabilities.Aggregate(ModelCapabilities.None, (all, one) => all | one);
        // By convention, and nothing else says it.
        if (model.Id.Contains("embed", StringComparison.OrdinalIgnoreCase)) return ModelCapabilities.Embedding;

        var capabilities = ModelCapabilities.Completion | ModelCapabilities.Tools | ModelCapabilities.JsonSchema;
        if (Names(model.Architecture is { ValueKind: JsonValueKind.Object } architecture && architecture.TryGetProperty("input_modalities", out var modalities) ? modalities : null, "image"))
            capabilities |= ModelCapabilities.Vision;
        if (Names(model.SupportedParameters, "reasoning")) capabilities |= ModelCapabilities.Thinking;
        return capabilities;
    }

    private static bool Names(JsonElement? list, string name) =>
        list is { ValueKind: JsonValueKind.Array } names && names.EnumerateArray().Any(n => n.ValueKind is JsonValueKind.String && n.ValueEquals(name));

    private static long? Meta(OpenAIModel model, string name) =>
        model.Meta is { ValueKind: JsonValueKind.Object } meta && meta.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
