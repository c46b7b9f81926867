using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Doors.Ollama;

internal sealed record OllamaVersionAnswer(string Version);

internal sealed record OllamaTagsAnswer(IReadOnlyList<OllamaModelInfo> Models);

internal sealed record OllamaRunningAnswer(IReadOnlyList<OllamaRunningInfo> Models);

internal sealed record OllamaModelInfo(string Name, string Model, DateTimeOffset ModifiedAt, long Size, string Digest, OllamaModelDetails Details)
{
    public static OllamaModelInfo Of(ModelInfo model) => new(model.Name, model.Name, OllamaModelDetails.Since, model.Size ?? 0, OllamaModelDetails.DigestOf(model), OllamaModelDetails.Of(model));
}

internal sealed record OllamaRunningInfo(string Name, string Model, long Size, string Digest, OllamaModelDetails Details, DateTimeOffset ExpiresAt, long SizeVram, int? ContextLength)
{
    /// <param name="expires">No node says for all of them; Ollama's usual time.</param>
    public static OllamaRunningInfo Of(ModelInfo model, DateTimeOffset expires) =>
        new(model.Name, model.Name, model.Size ?? 0, OllamaModelDetails.DigestOf(model), OllamaModelDetails.Of(model), expires, model.Size ?? 0, model.ContextLength);
}

internal sealed record OllamaModelDetails(string ParentModel, string Format, string Family, IReadOnlyList<string> Families, string ParameterSize, string QuantizationLevel)
{
    /// <summary>Clients show when a model changed, and no node of another kind knows: as long as this process knows it.</summary>
    public static DateTimeOffset Since { get; } = new(System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime());

    public static OllamaModelDetails Of(ModelInfo model) =>
        new("", "gguf", model.Family ?? "", model.Family is { } family ? [family] : [], model.ParameterSize ?? "", model.Quantization ?? "");

    /// <summary>Clients cut it short without looking; of what is behind the name it says as much as is known.</summary>
    public static string DigestOf(ModelInfo model) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{model.Name}\n{model.Size}\n{model.Quantization}\n{model.ParameterSize}"))));
}

internal sealed record OllamaShowAnswer(string License, string Modelfile, string Parameters, string Template, OllamaModelDetails Details, JsonObject ModelInfo, IReadOnlyList<string> Capabilities, DateTimeOffset ModifiedAt)
{
    public static OllamaShowAnswer Of(ModelInfo model)
    {
        var architecture = string.IsNullOrEmpty(model.Family) ? "unknown" : model.Family;
        var facts = new JsonObject { ["general.architecture"] = architecture };
        if (model.ContextLength is { } length) facts[$"{architecture}.context_length"] = length;
        return new("", "", "", "", OllamaModelDetails.Of(model), facts, [.. CapabilitiesOf(model.Capabilities)], OllamaModelDetails.Since);
    }

    private static IEnumerable<string> CapabilitiesOf(ModelCapabilities capabilities)
    {
        if (capabilities.HasFlag(ModelCapabilities.Completion)) yield return "completion";
        if (capabilities.HasFlag(ModelCapabilities.Tools)) yield return "tools";
        if (capabilities.HasFlag(ModelCapabilities.Vision)) yield return "vision";
        if (capabilities.HasFlag(ModelCapabilities.Thinking)) yield return "thinking";
        if (capabilities.HasFlag(ModelCapabilities.Embedding)) yield return "embedding";
    }
}

internal sealed record OllamaEmbedAnswer(string Model, IReadOnlyList<ReadOnlyMemory<float>> Embeddings, long TotalDuration, int? PromptEvalCount);

internal sealed record OllamaEmbeddingAnswer(ReadOnlyMemory<float> Embedding);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OllamaTagsAnswer)), JsonSerializable(typeof(OllamaRunningAnswer)), JsonSerializable(typeof(OllamaShowAnswer)), JsonSerializable(typeof(OllamaEmbedAnswer)), JsonSerializable(typeof(OllamaEmbeddingAnswer))]
internal sealed partial class OllamaDoorJson : JsonSerializerContext;
