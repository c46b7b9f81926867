using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Doors.Anthropic;

/// <summary><c>/v1/models</c> belongs to two APIs; the header tells which one is meant.</summary>
internal static class AnthropicModels
{
    /// <summary>When a model was made is not known; clients want a time.</summary>
    private const string Created = "2024-01-01T00:00:00Z";

    public static bool AreWanted(HttpRequest request) => request.Headers.ContainsKey("anthropic-version");

    public static byte[] List(IReadOnlyList<ModelInfo> models) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["data"] = new JsonArray([.. models.Select(Describe)]),
        ["has_more"] = false,
        ["first_id"] = models.Count == 0 ? null : models[0].Name,
        ["last_id"] = models.Count == 0 ? null : models[^1].Name,
    });

    public static byte[] One(ModelInfo model) => JsonSerializer.SerializeToUtf8Bytes(Describe(model));

    private static JsonObject Describe(ModelInfo model) => new()
    {
        ["type"] = "model",
        ["id"] = model.Name,
        ["display_name"] = model.Name,
        ["created_at"] = Created,
        ["max_input_tokens"] = model.ContextLength,
        ["max_tokens"] = model.ContextLength,
    };
}
